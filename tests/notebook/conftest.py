from tests.session.conftest import released, saved, table

__all__ = ["released", "saved", "table"]

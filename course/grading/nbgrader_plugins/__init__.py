"""What nbgrader's own commands run in place of their own steps; ``nbgrader_config.py`` names each, with the reason."""

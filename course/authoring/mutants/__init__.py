"""Mutants: solutions with one mistake each, by which a lesson's tests are tested (``make mutants``)."""

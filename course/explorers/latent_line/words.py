"""What the latent line says in words."""

from __future__ import annotations

from course.explorers.latent_line.numbers import CELLS, Film, Line
from course.explorers.latent_map.numbers import Point
from course.explorers.latent_map.words import position, vote


def spacing(film: Film) -> str:
    """Say how far apart a film's values are."""
    return "at equal steps of probability under N(0, 1)" if film.by_probability else "at equal steps of z"


def describe(line: Line, film: Film, point: Point) -> str:
    """Say in words what the picture shows."""
    return (
        f"The codes of {len(line.codes)} digits on a line, z from {-line.limit:g} to {line.limit:g}, their mean "
        f"{line.mean:.2f} and standard deviation {line.deviation:.2f}; {CELLS} digits decoded "
        f"{spacing(film)}; the point {position(point.z)} and the digit decoded there. {vote(point)}."
    ).replace(" -", " −")

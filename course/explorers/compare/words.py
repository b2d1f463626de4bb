"""What the comparison of models says in words."""

from __future__ import annotations

from course.explorers.compare.numbers import Round


def headline(shown: Round) -> str:
    """Say which digit and which samples are shown."""
    return f"{shown.digit_name.capitalize()} and sample set {shown.seed}, by model"


def describe(shown: Round) -> str:
    """Say in words what the picture shows."""
    errors = [
        f"{rival.name}: {rival.errors[shown.digit]:.1f} ({rival.mean_error:.1f})" for rival in shown.contest.rivals
    ]
    return (
        f"{shown.digit_name.capitalize()}, rebuilt from μ by each model. Binary cross-entropy in nats (mean of "
        f"{len(shown.contest.images)} digits): {'; '.join(errors)}; at least {shown.contest.floors[shown.digit]:.1f}. "
        f"Samples decoded from the same ε, set {shown.seed}. Shown larger: {shown.rival.name}."
    )

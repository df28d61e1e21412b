"""What stands on the overview of a project."""

from typing import Any

from uptake.projects.access import may


def overview_panel(project: Any, visit: Any) -> dict[str, Any]:
    """Say what the review of the plan came to, and what is worst."""
    from uptake.insight import page  # noqa: PLC0415 - the section is declared before the models are there
    from uptake.insight.reviewing import reviewed  # noqa: PLC0415

    if not may(visit.person, "review.view", project):
        return {}
    found = reviewed(project)
    if found.review.score is None or not found.state.plan.tasks:
        return {}
    return {
        "score": found.review.score,
        "counts": page.counts(found),
        "worst": page.worst(found, 3),
    }

"""The score of each revision is kept by a job: nobody waits for it."""

from typing import Any

from uptake.insight.reviewing import keep_score
from uptake.platform import jobs
from uptake.platform.models import Job
from uptake.projects.models import Project
from uptake.schedule.services import on_change

KIND = "review"


@jobs.job(KIND)
def review_plan(asked: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Review a plan as it stands, and keep the score."""
    progress(0, 1)
    kept = keep_score(Project.objects.get(pk=asked.project_id or 0))
    return {"revision": kept.revision, "score": kept.score}


@on_change
def review_again(project: Project) -> None:
    """Review a plan after each change, once for those that come together."""
    jobs.ask(KIND, None, project_id=project.pk, once=True)

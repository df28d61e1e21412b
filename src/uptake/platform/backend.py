"""Django's tasks on Celery: the queue that `UPTAKE_QUEUE` names instead of the database."""

import uuid
from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued


class CeleryBackend(BaseTaskBackend):
    """Sends tasks; what comes of them is in the rows of the jobs, not in the queue."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        from uptake.platform.celery import NAME, app  # noqa: PLC0415 - only who sends something needs Celery

        self.validate_task(task)
        made: TaskResult = TaskResult(
            task=task,
            id=str(uuid.uuid4()),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        app.send_task(
            NAME, args=[task.module_path, made.args, made.kwargs], task_id=made.id, queue=task.queue_name
        )
        task_enqueued.send(type(self), task_result=made)
        return made

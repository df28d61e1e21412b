"""Jobs over Celery: tasks travel as the name of what does them and its arguments, as JSON."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from celery import Celery
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string
from django_tasks.base import Task

NAME = "uptake.task"


def application(queue: str) -> Celery:
    """Return the connection to a queue, such as ``redis://host/0`` or ``filesystem:///srv/uptake/queue``."""
    app = Celery("uptake", broker=_broker(queue), set_as_current=False)
    app.conf.update(
        task_default_queue="default",
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        # A worker that dies leaves its message to another. A job is claimed in the database: twice told is once done.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_heartbeat=0,  # a job keeps its worker busy for longer; its own sign of life is in the database
        broker_transport_options=_transport(queue),
    )
    return app


def _broker(queue: str) -> str:
    return "filesystem://" if urlsplit(queue).scheme == "filesystem" else queue


def _transport(queue: str) -> dict[str, Any]:
    if urlsplit(queue).scheme != "filesystem":
        return {}
    folder = Path(unquote(urlsplit(queue).path))
    messages, control = folder / "messages", folder / "control"
    for one in (messages, control):
        one.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "polling_interval": 0.2,
    }


app = application(settings.QUEUE)


@app.task(name=NAME)
def deliver(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Do a task of ours; whatever else a message names is refused."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise TypeError(path)
    close_old_connections()
    try:
        found.call(*args, **kwargs)
    finally:
        close_old_connections()

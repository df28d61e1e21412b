from importlib import import_module

from django.apps import AppConfig

JOBS = ("files.reading", "files.exporting", "files.updating", "levelling.running")


class ScheduleConfig(AppConfig):
    name = "uptake.schedule"
    label = "schedule"

    def ready(self) -> None:
        """Let the queue know the jobs of this package."""
        for module in JOBS:
            import_module(f"uptake.schedule.{module}")
        from uptake.registers.linking import provide_tasks  # noqa: PLC0415 - needs the models
        from uptake.schedule.tasks.record_links import PlanTasks  # noqa: PLC0415

        provide_tasks(PlanTasks())

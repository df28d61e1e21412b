from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "uptake.schedule"
    label = "schedule"

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "uptake.projects"
    label = "projects"

from django.urls import path

from uptake.projects.views import jobs, projects

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/<int:project_id>/archive", projects.archive, name="project_archive"),
    path("projects/<int:project_id>/unarchive", projects.unarchive, name="project_unarchive"),
    path("projects/<int:project_id>/delete", projects.delete, name="project_delete"),
    path("projects/<int:pk>/undelete", projects.undelete, name="project_undelete"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>", jobs.job, name="job"),
    path("jobs/<int:pk>/cancel", jobs.cancel, name="job_cancel"),
    path("jobs/<int:pk>/stop", jobs.stop, name="job_stop"),
    path("jobs/<int:pk>/file", jobs.made, name="job_file"),
]

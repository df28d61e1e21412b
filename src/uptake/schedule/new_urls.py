from django.urls import path

from uptake.schedule.views import new, purge

urlpatterns = [
    path("new", new.choose, name="new_project"),
    path("new/empty", new.empty, name="new_empty"),
    path("new/file", new.upload, name="new_file"),
    path("new/file/<int:job_id>", new.from_file, name="new_from_file"),
    path("<int:pk>/purge", purge.purge, name="project_purge"),
    path("new/pack/<slug:name>", new.from_pack, name="new_from_pack"),
]

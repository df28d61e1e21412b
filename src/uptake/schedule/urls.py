from django.urls import path

from uptake.schedule.views import files, new, plan

urlpatterns = [
    path("plan", plan.plan, name="plan"),
    path("plan/data", plan.data, name="plan_data"),
    path("plan/edits", plan.edits, name="plan_edits"),
    path("plan/head", plan.head, name="plan_head"),
    path("plan/why", plan.why, name="plan_why"),
    path("plan/table", plan.table, name="plan_table"),
    path("plan/views", plan.saved_views, name="plan_views"),
    path("plan/views/<int:view_id>", plan.saved_view, name="plan_view"),
    path("plan/history", plan.history, name="plan_history"),
    path("copy", new.copy, name="project_copy"),
    path("import", files.take_in, name="import"),
    path("import/plan/<int:job_id>", files.replace, name="import_replace"),
    path("import/changes/<int:job_id>", files.update, name="import_update"),
    path("export", files.export, name="export"),
    path("export/<int:job_id>", files.exported, name="export_done"),
    path("calendar.ics", files.calendar, name="calendar_feed"),
]

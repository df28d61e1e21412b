from django.urls import path

from uptake.schedule.views import plan

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
]

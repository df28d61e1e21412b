from django.urls import path

from uptake.schedule import views

urlpatterns = [
    path("plan", views.plan, name="plan"),
    path("plan/data", views.data, name="plan_data"),
    path("plan/edits", views.edits, name="plan_edits"),
    path("plan/head", views.head, name="plan_head"),
    path("plan/why", views.why, name="plan_why"),
    path("plan/table", views.table, name="plan_table"),
    path("plan/views", views.saved_views, name="plan_views"),
    path("plan/views/<int:view_id>", views.saved_view, name="plan_view"),
    path("plan/history", views.history, name="plan_history"),
]

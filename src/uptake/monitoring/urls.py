"""Addresses inside a project."""

from django.urls import path

from uptake.monitoring.views import deviations, earned, status, tasks

urlpatterns = [
    path("monitoring/earned-value", earned.page, name="earned_value"),
    path("monitoring/earned-value/file", earned.file, name="earned_value_file"),
    path("monitoring/earned-value/budget", earned.budget, name="earned_budget"),
    path("monitoring/earned-value/thresholds", earned.thresholds, name="earned_thresholds"),
    path("monitoring/tasks/<int:uid>", tasks.task, name="earned_task"),
    path("monitoring/tasks/<int:uid>/costs", tasks.cost, name="earned_cost"),
    path("monitoring/tasks/<int:uid>/costs/<int:pk>/remove", tasks.cost_remove, name="earned_cost_remove"),
    path("monitoring/status", status.points, name="status_points"),
    path("monitoring/status/new", status.new, name="status_point_new"),
    path("monitoring/deviations/find", deviations.find, name="deviations_find"),
    path("monitoring/deviations/<int:number>/action", deviations.action, name="deviation_action"),
    path("monitoring/deviations/<int:number>/effect", deviations.effect, name="deviation_effect"),
]

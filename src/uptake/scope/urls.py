from django.urls import path

from uptake.scope.views import baselines, traceability

urlpatterns = [
    path("scope/traceability", traceability.traceability, name="traceability"),
    path("scope/traceability/file", traceability.traceability_file, name="traceability_file"),
    path("scope/requirements/<int:number>/task", traceability.requirement_task, name="requirement_task"),
    path("scope/baselines", baselines.baseline_list, name="scope_baselines"),
    path("scope/baselines/new", baselines.baseline_new, name="scope_baseline_new"),
    path("scope/baselines/<int:number>", baselines.baseline, name="scope_baseline"),
]

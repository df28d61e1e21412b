from django.urls import path

from uptake.risk.views import actions, pages, simulation

urlpatterns = [
    path("risks/matrix", pages.matrix, name="risk_matrix"),
    path("risks/trend", pages.trend, name="risk_trend"),
    path("simulation", simulation.simulation, name="simulation"),
    path("simulation/run", simulation.run, name="simulation_run"),
    path("simulation/progress", simulation.progress, name="simulation_progress"),
    path("simulation/cancel", simulation.cancel, name="simulation_cancel"),
    path("simulation/inputs", simulation.inputs, name="simulation_inputs"),
    path("simulation/file", simulation.table, name="simulation_file"),
    path("simulation/panel", simulation.panel, name="simulation_panel"),
    path("risks/<int:number>/issue", actions.occurred, name="risk_occurred"),
    path("issues/<int:number>/action", actions.action, name="issue_action"),
]

from django.urls import path

from uptake.risk.views import actions, pages

urlpatterns = [
    path("risks/matrix", pages.matrix, name="risk_matrix"),
    path("risks/trend", pages.trend, name="risk_trend"),
    path("risks/<int:number>/issue", actions.occurred, name="risk_occurred"),
    path("issues/<int:number>/action", actions.action, name="issue_action"),
]

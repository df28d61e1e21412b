from django.urls import include, path

from uptake.accounts.views import welcome
from uptake.platform import health
from uptake.site import views

handler400 = "uptake.site.errors.bad_request"
handler403 = "uptake.site.errors.forbidden"
handler404 = "uptake.site.errors.not_found"
handler429 = "uptake.site.errors.too_often"  # of allauth, when too much is tried
handler500 = "uptake.site.errors.broken"

urlpatterns = [
    path("health", health.alive, name="alive"),
    path("ready", health.ready, name="ready"),
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("switcher", views.switcher, name="switcher"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("welcome", welcome.welcome, name="welcome"),
    path("settings/", include("uptake.accounts.urls")),
    path("settings/", include("uptake.api.urls")),
    path("api/v1/", include("uptake.api.addresses")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("uptake.projects.urls")),
    path("projects/", include("uptake.schedule.new_urls")),
    path("projects/<int:project_id>/", include("uptake.schedule.urls")),
    path("projects/<int:project_id>/", include("uptake.projects.inside")),
    path("projects/<int:project_id>/", include("uptake.registers.urls")),
    path("projects/<int:project_id>/", include("uptake.assessment.urls")),
    path("q/", include("uptake.assessment.public_urls")),
    path("projects/<int:project_id>/", include("uptake.changes.urls")),
    path("projects/<int:project_id>/", include("uptake.insight.urls")),
    path("projects/<int:project_id>/", include("uptake.monitoring.urls")),
    path("projects/<int:project_id>/", include("uptake.risk.urls")),
    path("projects/<int:project_id>/", include("uptake.scope.urls")),
]

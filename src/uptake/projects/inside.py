"""Addresses of a project that are not about its plan."""

from django.urls import path

from uptake.projects.views import team

urlpatterns = [
    path("team", team.members, name="team"),
    path("team/<int:pk>", team.member_change, name="team_change"),
    path("team/<int:pk>/remove", team.member_remove, name="team_remove"),
]

"""Addresses inside a project."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

from django.urls import path

from uptake.accounts import views

urlpatterns = [
    path("", views.settings, name="settings"),
]

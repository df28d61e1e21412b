from django.urls import path

from uptake.changes import views

urlpatterns = [path("changes/compare", views.compare, name="changes_compare")]

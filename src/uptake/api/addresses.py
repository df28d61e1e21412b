"""The addresses of the interface."""

from django.urls import path
from django.urls.resolvers import URLPattern

from uptake.api.calls import beside, projects, records
from uptake.api.description import description
from uptake.api.interface import api

for router in (projects.router, records.router, beside.router):
    api.add_router("", router)

urlpatterns = [
    path("openapi.json", description, name="api_openapi"),
    *(one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"),
]

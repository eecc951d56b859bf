"""Addresses of the API: its endpoints, its description, its page."""

from django.urls import path

from rakiza.web.api import views
from rakiza.web.api.site import api

app_name = "api"

urlpatterns = [
    path("", views.reference, name="reference"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/", api.urls),
]

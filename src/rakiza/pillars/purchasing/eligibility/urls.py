"""Addresses of the eligibility pages."""

from django.urls import path

from rakiza.pillars.purchasing.eligibility import opening_views, path_views, views

app_name = "eligibility"

urlpatterns = [
    path("", views.alerts, name="list"),
    path("si-le-titre-vient/", opening_views.openings_page, name="openings"),
    path("chemins/", path_views.paths, name="paths"),
    path("chemins/<int:device_id>/", path_views.path, name="path"),
    path("<int:alert_id>/", views.alert, name="alert"),
]

"""Addresses of the eligibility pages."""

from django.urls import path

from rakiza.pillars.purchasing.eligibility import opening_views, views

app_name = "eligibility"

urlpatterns = [
    path("", views.alerts, name="list"),
    path("si-le-titre-vient/", opening_views.openings_page, name="openings"),
    path("<int:alert_id>/", views.alert, name="alert"),
]

"""Addresses of the eligibility pages."""

from django.urls import path

from rakiza.pillars.purchasing.eligibility import views

app_name = "eligibility"

urlpatterns = [
    path("", views.alerts, name="list"),
    path("<int:alert_id>/", views.alert, name="alert"),
]

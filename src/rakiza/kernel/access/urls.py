"""Addresses of access keys."""

from django.urls import path

from rakiza.kernel.access import views

app_name = "access"

urlpatterns = [
    path("", views.keys, name="keys"),
    path("nouvelle/", views.new_key, name="new"),
    path("toutes/", views.overseen, name="overseen"),
    path("<int:key_id>/revoquer/", views.revoke, name="revoke"),
]

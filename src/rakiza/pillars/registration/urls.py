"""Addresses of the registration pages."""

from django.urls import path

from rakiza.pillars.registration import views

app_name = "registration"

urlpatterns = [
    path("", views.titles, name="list"),
    path("<slug:kind>/nouveau/", views.grant, name="grant"),
    path("<slug:kind>/<int:title_id>/", views.title, name="title"),
    path("<slug:kind>/<int:title_id>/<slug:step>/", views.change, name="change"),
]

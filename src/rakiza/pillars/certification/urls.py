"""Addresses of the certification pages."""

from django.urls import path

from rakiza.pillars.certification import views

app_name = "certification"

urlpatterns = [
    path("", views.certificates, name="list"),
    path("nouveau/", views.issue, name="issue"),
    path("<int:certificate_id>/", views.certificate, name="certificate"),
    path("<int:certificate_id>/<slug:step>/", views.change, name="change"),
]

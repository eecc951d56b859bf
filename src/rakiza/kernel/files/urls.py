"""Addresses of stored files."""

from django.urls import path

from rakiza.kernel.files import views

app_name = "files"

urlpatterns = [
    path("<int:file_id>/", views.file_page, name="file"),
    path("lien/<str:token>/", views.open_link, name="open"),
]

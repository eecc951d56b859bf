"""Addresses of offers by spreadsheet."""

from django.urls import path

from rakiza.pillars.purchasing.offers import views

app_name = "offers"

urlpatterns = [
    path("deposer/", views.upload, name="upload"),
    path("modele/<str:language>/", views.template, name="template"),
    path("exporter/", views.export, name="export"),
    path("fichiers/<int:file_id>/<int:year>/", views.review_file, name="review"),
    path("fichiers/<int:file_id>/<int:year>/rejets/", views.rejected, name="rejected"),
]

"""Addresses of the industry pages."""

from django.urls import path

from rakiza.pillars.industry import search_views, views

app_name = "industry"

urlpatterns = [
    path("catalogue/", search_views.catalogue, name="catalogue"),
    path("dispositifs/", views.devices, name="devices"),
    path("dispositifs/<int:device_id>/", views.device, name="device"),
    path("dispositifs/<int:device_id>/retirer/", views.withdraw_device, name="device-withdraw"),
    path("dispositifs/<int:device_id>/offre/", views.offer_edit, name="offer-edit"),
    path("offres/", views.offers, name="offers"),
    path("offres/<int:offer_id>/retirer/", views.withdraw_offer, name="offer-withdraw"),
]

"""Addresses of the industry pages."""

from django.urls import path

from rakiza.pillars.industry import search_views, views
from rakiza.pillars.industry.plants import views as plants
from rakiza.pillars.industry.reach import views as reach

app_name = "industry"

urlpatterns = [
    path("catalogue/", search_views.catalogue, name="catalogue"),
    path("dispositifs/", views.devices, name="devices"),
    path("dispositifs/<int:device_id>/", views.device, name="device"),
    path("dispositifs/<int:device_id>/retirer/", views.withdraw_device, name="device-withdraw"),
    path("dispositifs/<int:device_id>/offre/", views.offer_edit, name="offer-edit"),
    path("usines/", plants.plants, name="plants"),
    path("usines/declarer/", plants.declare, name="plant-declare"),
    path("usines/<int:plant_id>/", plants.plant, name="plant"),
    path("usines/<int:plant_id>/modifier/", plants.edit, name="plant-edit"),
    path("usines/<int:plant_id>/fermer/", plants.close, name="plant-close"),
    path("possibles/", reach.reach, name="reach"),
    path("lignes/declarer/", plants.add_line, name="line-declare"),
    path("lignes/<int:line_id>/modifier/", plants.edit_line, name="line-edit"),
    path("lignes/<int:line_id>/fermer/", plants.close_line, name="line-close"),
    path("offres/", views.offers, name="offers"),
    path("offres/<int:offer_id>/retirer/", views.withdraw_offer, name="offer-withdraw"),
]

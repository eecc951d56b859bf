"""Addresses of the industry pages."""

from django.urls import path

from rakiza.pillars.industry import search_views, views
from rakiza.pillars.industry.content import audit_views
from rakiza.pillars.industry.content import views as content
from rakiza.pillars.industry.devices import import_views as device_files
from rakiza.pillars.industry.devices import views as devices
from rakiza.pillars.industry.pictures import views as pictures
from rakiza.pillars.industry.plants import views as plants
from rakiza.pillars.industry.reach import views as reach
from rakiza.pillars.industry.showcase import views as showcase

app_name = "industry"

urlpatterns = [
    path("catalogue/", search_views.catalogue, name="catalogue"),
    path("dispositifs/", views.devices, name="devices"),
    path("dispositifs/nouveau/", devices.add, name="device-add"),
    path("dispositifs/exporter/", device_files.export, name="devices-export"),
    path("dispositifs/importer/", device_files.upload, name="devices-upload"),
    path("dispositifs/importer/<int:file_id>/", device_files.review, name="devices-review"),
    path("dispositifs/importer/<int:file_id>/rejets/", device_files.rejected, name="devices-rejected"),
    path("dispositifs/<int:device_id>/modifier/", devices.edit, name="device-edit"),
    path("dispositifs/<int:device_id>/versions/", devices.versions, name="device-versions"),
    path("dispositifs/<int:device_id>/notice/", devices.instructions, name="device-instructions"),
    path("dispositifs/<int:device_id>/images/", pictures.pictures, name="device-pictures"),
    path(
        "dispositifs/<int:device_id>/images/<int:picture_id>/<slug:step>/",
        pictures.picture_step,
        name="picture-step",
    ),
    path("images/<int:picture_id>/", pictures.picture, name="picture"),
    path("dispositifs/<int:device_id>/", views.device, name="device"),
    path("dispositifs/<int:device_id>/retirer/", views.withdraw_device, name="device-withdraw"),
    path("dispositifs/<int:device_id>/offre/", views.offer_edit, name="offer-edit"),
    path("dispositifs/<int:device_id>/vitrine/", showcase.show_device, name="device-show"),
    path("vitrine/", showcase.showcase, name="showcase"),
    path("vitrine/ouvrir/", showcase.set_showcase, name="showcase-set"),
    path("vitrine/<int:device_id>/", showcase.showcase_product, name="showcase-product"),
    path("vitrine/images/<int:picture_id>/", pictures.public_picture, name="showcase-picture"),
    path("vitrine/<int:device_id>/fiche.pdf", showcase.showcase_sheet, name="showcase-sheet"),
    path("integration/", content.shares, name="content-list"),
    path("integration/controles/", audit_views.audits, name="content-audits"),
    path("integration/controles/<int:audit_id>/", audit_views.audit, name="content-audit"),
    path("integration/controles/<int:audit_id>/<slug:step>/", audit_views.step, name="audit-step"),
    path(
        "dispositifs/<int:device_id>/integration/controler/",
        audit_views.open_audit,
        name="content-open-audit",
    ),
    path("dispositifs/<int:device_id>/integration/", content.content, name="content"),
    path("dispositifs/<int:device_id>/integration/decrire/", content.describe, name="content-describe"),
    path("dispositifs/<int:device_id>/integration/entrees/", content.add_input, name="content-input"),
    path("dispositifs/<int:device_id>/integration/declarer/", content.declare, name="content-declare"),
    path("dispositifs/<int:device_id>/integration/contester/", content.contest, name="content-contest"),
    path("integration/entrees/<int:input_id>/retirer/", content.remove_input, name="content-remove"),
    path("integration/entrees/<int:input_id>/preuve/", content.evidence, name="content-evidence"),
    path(
        "integration/contestations/<int:contest_id>/<slug:step>/", content.contest_step, name="contest-step"
    ),
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

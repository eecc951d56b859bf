"""Addresses of the registration pages."""

from django.urls import path

from rakiza.pillars.registration import (
    commission_views,
    dossier_views,
    open_data_views,
    pdf_views,
    proposal_views,
    public_views,
    section_views,
    statistics_views,
    views,
)
from rakiza.pillars.registration.expertise import slot_views
from rakiza.pillars.registration.expertise import views as expertise_views
from rakiza.pillars.registration.register_files import views as file_views

app_name = "registration"

urlpatterns = [
    path("", views.titles, name="list"),
    path("dossiers/", dossier_views.dossiers, name="dossiers"),
    path("dossiers/nouveau/<slug:process>/", dossier_views.open_dossier, name="open-dossier"),
    path("dossiers/<int:dossier_id>/", dossier_views.dossier, name="dossier"),
    path("dossiers/<int:dossier_id>/verifier/", dossier_views.check, name="check"),
    path("dossiers/<int:dossier_id>/sections/<str:section>/", section_views.section, name="section"),
    path(
        "dossiers/<int:dossier_id>/sections/<str:section>/joindre/",
        section_views.add_document,
        name="add-document",
    ),
    path(
        "dossiers/<int:dossier_id>/pieces/<int:document_id>/",
        section_views.review_document,
        name="review-document",
    ),
    path(
        "dossiers/<int:dossier_id>/fichiers/<int:file_id>/", section_views.dossier_file, name="dossier-file"
    ),
    path("dossiers/<int:dossier_id>/<slug:step>/", dossier_views.step, name="dossier-step"),
    path("expertise/", expertise_views.consultations, name="expertise"),
    path("expertise/agenda.ics", expertise_views.agenda, name="expertise-agenda"),
    path("expertise/delais/", slot_views.pace, name="expertise-pace"),
    path("expertise/creneaux/", slot_views.slots, name="expert-slots"),
    path("expertise/creneaux/ouvrir/", slot_views.open_slots, name="open-slots"),
    path("expertise/creneaux/<int:slot_id>/", slot_views.ask, name="ask-expert"),
    path("expertise/creneaux/<int:slot_id>/retirer/", slot_views.withdraw_slot, name="withdraw-slot"),
    path("expertise/mes-creneaux/", slot_views.profile, name="expert-profile"),
    path("expertise/<int:consultation_id>/", expertise_views.consultation, name="consultation"),
    path(
        "expertise/<int:consultation_id>/rendez-vous.ics",
        expertise_views.appointment_file,
        name="consultation-file",
    ),
    path("expertise/<int:consultation_id>/<slug:step>/", expertise_views.step, name="consultation-step"),
    path("delais/", statistics_views.statistics, name="statistics"),
    path("commission/", commission_views.sessions, name="sessions"),
    path("commission/<int:session_id>/", commission_views.session, name="session"),
    path("commission/<int:session_id>/proces-verbal.pdf", pdf_views.minutes, name="minutes"),
    path("commission/<int:session_id>/clore/", commission_views.close, name="close-session"),
    path("commission/<int:session_id>/completer/", commission_views.complete, name="complete-agenda"),
    path("commission/<int:session_id>/deplacer/", commission_views.move, name="move-session"),
    path("commission/avis/<int:item_id>/", commission_views.opine, name="opine"),
    path("propositions/", proposal_views.proposals, name="proposals"),
    path("propositions/<int:proposal_id>/<slug:step>/", proposal_views.settle, name="settle-proposal"),
    path("titres/importer/", file_views.upload, name="titles-upload"),
    path("titres/importer/<int:file_id>/", file_views.review, name="titles-review"),
    path("titres/importer/<int:file_id>/rejetes/", file_views.rejected, name="titles-rejected"),
    path("titres/importer/<int:file_id>/<slug:step>/", file_views.settle, name="settle-file"),
    path("registre/", public_views.register, name="register"),
    path("registre.csv", open_data_views.register_csv, name="register-csv"),
    path("registre.json", open_data_views.register_json, name="register-json"),
    path("registre.sha256", open_data_views.register_sums, name="register-sums"),
    path("registre/<slug:kind>/<int:title_id>/", public_views.register_title, name="register-title"),
    path("verifier/<str:code>/", public_views.verify, name="verify"),
    path("<slug:kind>/<int:title_id>/titre.pdf", pdf_views.certificate, name="certificate"),
    path("registration/<int:title_id>/ceder/", views.cede, name="cede"),
    path("<slug:kind>/nouveau/", views.grant, name="grant"),
    path("<slug:kind>/<int:title_id>/", views.title, name="title"),
    path("<slug:kind>/<int:title_id>/<slug:step>/", views.change, name="change"),
]

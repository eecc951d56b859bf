"""Addresses of the certification pages."""

from django.urls import path

from rakiza.pillars.certification import case_views, proposal_views, standard_views, views
from rakiza.pillars.certification.register_files import views as file_views

app_name = "certification"

urlpatterns = [
    path("", views.certificates, name="list"),
    path("nouveau/", proposal_views.propose, name="issue"),
    path("propositions/", proposal_views.proposals, name="proposals"),
    path("propositions/<int:proposal_id>/<slug:step>/", proposal_views.settle, name="settle-proposal"),
    path("importer/", file_views.upload, name="certificates-upload"),
    path("importer/<int:file_id>/", file_views.review, name="certificates-review"),
    path("importer/<int:file_id>/rejetes/", file_views.rejected, name="certificates-rejected"),
    path("importer/<int:file_id>/<slug:step>/", file_views.settle, name="settle-file"),
    path("dossiers/", case_views.cases, name="cases"),
    path("dossiers/nouveau/", case_views.open_case, name="open-case"),
    path("dossiers/<int:case_id>/", case_views.case, name="case"),
    path("dossiers/<int:case_id>/pieces/", case_views.add_document, name="add-document"),
    path("dossiers/<int:case_id>/fichiers/<int:file_id>/", case_views.case_file, name="case-file"),
    path("dossiers/<int:case_id>/<slug:step>/", case_views.step, name="case-step"),
    path("non-conformites/<int:finding_id>/<slug:step>/", case_views.finding, name="finding"),
    path("normes/", standard_views.editions, name="editions"),
    path("normes/nouvelle/", standard_views.new_edition, name="new-edition"),
    path("normes/a-rattacher/", standard_views.unattached, name="unattached"),
    path("normes/<int:edition_id>/", standard_views.edition, name="edition"),
    path("calendrier/", case_views.calendar, name="calendar"),
    path("<int:certificate_id>/", views.certificate, name="certificate"),
    path("<int:certificate_id>/edition/", standard_views.attach, name="attach"),
    path("<int:certificate_id>/<slug:step>/", views.change, name="change"),
]

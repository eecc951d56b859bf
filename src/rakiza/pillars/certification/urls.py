"""Addresses of the certification pages."""

from django.urls import path

from rakiza.pillars.certification import case_views, standard_views, views

app_name = "certification"

urlpatterns = [
    path("", views.certificates, name="list"),
    path("nouveau/", views.issue, name="issue"),
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

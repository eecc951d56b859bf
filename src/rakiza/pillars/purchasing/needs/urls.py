"""Addresses of the needs pages."""

from django.urls import path

from rakiza.pillars.purchasing.needs.views import imports, lists, memory, readings, requirements, uploads

app_name = "needs"
urlpatterns = [
    path("", lists.needs, name="list"),
    path("export.xlsx", lists.export, name="export"),
    path("deposer/", uploads.upload, name="upload"),
    path("modele/<str:language>.xlsx", uploads.template, name="template"),
    path("familles/", readings.families, name="families"),
    path("lectures-corrigees/", memory.corrections, name="memory"),
    path("lectures-corrigees/<int:correction_id>/oublier/", memory.forget, name="forget"),
    path("imports/<int:import_id>/", imports.page, name="import"),
    path("imports/<int:import_id>/progression/", imports.progress, name="progress"),
    path("imports/<int:import_id>/colonnes/", imports.columns, name="columns"),
    path("imports/<int:import_id>/unites/", imports.units, name="units"),
    path("imports/<int:import_id>/arreter/", imports.cancel, name="cancel"),
    path("imports/<int:import_id>/lectures/", readings.settle, name="settle"),
    path("imports/<int:import_id>/reprendre/", readings.reopen, name="reopen"),
    path("imports/<int:import_id>/confirmer/", imports.confirm, name="confirm"),
    path("imports/<int:import_id>/annuler/", imports.undo, name="undo"),
    path("imports/<int:import_id>/fichier/", imports.original, name="original"),
    path("imports/<int:import_id>/lignes-rejetees.xlsx", imports.rejected, name="rejected"),
    path("lignes/<int:line_id>/exigences/", requirements.settle, name="requirements"),
    path("lignes/<int:line_id>/", readings.line, name="line"),
]

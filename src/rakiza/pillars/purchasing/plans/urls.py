"""Addresses of the plan pages."""

from django.urls import path

from rakiza.pillars.purchasing.plans.views.documents import ask, download
from rakiza.pillars.purchasing.plans.views.lots import lot, uncovered
from rakiza.pillars.purchasing.plans.views.plan import plan
from rakiza.pillars.purchasing.plans.views.plans import create, plans, rename
from rakiza.pillars.purchasing.plans.views.publication import drop, publish, unpublish
from rakiza.pillars.purchasing.plans.views.rules import edit_rules, undo_rules
from rakiza.pillars.purchasing.plans.views.run import cancel, progress, start
from rakiza.pillars.purchasing.plans.views.upgrades import upgrades

app_name = "plans"

urlpatterns = [
    path("", plans, name="list"),
    path("nouveau/", create, name="create"),
    path("ameliorations/", upgrades, name="upgrades"),
    path("lots/<int:lot_id>/", lot, name="lot"),
    path("<int:plan_id>/", plan, name="plan"),
    path("<int:plan_id>/renommer/", rename, name="rename"),
    path("<int:plan_id>/regles/", edit_rules, name="rules"),
    path("<int:plan_id>/regles/defaire/", undo_rules, name="undo-rules"),
    path("<int:plan_id>/calculer/", start, name="run"),
    path("<int:plan_id>/arreter/", cancel, name="cancel"),
    path("<int:plan_id>/avancement/", progress, name="progress"),
    path("<int:plan_id>/publier/", publish, name="publish"),
    path("<int:plan_id>/publier/retirer/", drop, name="drop-proposal"),
    path("<int:plan_id>/depublier/", unpublish, name="unpublish"),
    path("<int:plan_id>/non-couverts/", uncovered, name="uncovered"),
    path("<int:plan_id>/documents/", ask, name="documents"),
    path("<int:plan_id>/documents/<int:file_id>/", download, name="file"),
]

"""Addresses of the pages of scenarios."""

from django.urls import path

from rakiza.pillars.purchasing.plans.scenarios.views import analyses, editing, lists, points, scenario

app_name = "scenarios"

urlpatterns = [
    path("<int:plan_id>/scenarios/", lists.scenarios, name="list"),
    path("<int:plan_id>/scenarios/nouveau/", editing.create, name="create"),
    path("<int:plan_id>/scenarios/comparer/", lists.compare, name="compare"),
    path("<int:plan_id>/analyses/", analyses.analyse, name="analyse"),
    path("<int:plan_id>/analyses/<int:analysis_id>/arreter/", analyses.stop, name="stop"),
    path("<int:plan_id>/analyses/<int:analysis_id>/plans/<int:rank>/", points.try_point, name="point"),
    path("<int:plan_id>/analyses/<slug:kind>/", analyses.panel, name="panel"),
    path("lots/<int:lot_id>/explication/", analyses.lot_panel, name="lot-panel"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/", scenario.scenario, name="scenario"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/changer/", editing.edit, name="edit"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/calculer/", scenario.run, name="run"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/arreter/", scenario.cancel, name="cancel"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/avancement/", scenario.progress, name="progress"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/archiver/", scenario.archive, name="archive"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/supprimer/", scenario.delete, name="delete"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/adopter/", scenario.adopt, name="adopt"),
    path("<int:plan_id>/scenarios/<int:scenario_id>/defaire/", scenario.undo, name="undo"),
]

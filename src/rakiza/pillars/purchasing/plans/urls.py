"""Addresses of the plan pages."""

from django.urls import path

from rakiza.pillars.purchasing.plans.views import documents, lots, plan, plans, publication, run

app_name = "plans"

urlpatterns = [
    path("", plans.plans, name="list"),
    path("nouveau/", plans.create, name="create"),
    path("lots/<int:lot_id>/", lots.lot, name="lot"),
    path("<int:plan_id>/", plan.plan, name="plan"),
    path("<int:plan_id>/regles/", plans.edit_rules, name="rules"),
    path("<int:plan_id>/calculer/", run.start, name="run"),
    path("<int:plan_id>/arreter/", run.cancel, name="cancel"),
    path("<int:plan_id>/avancement/", run.progress, name="progress"),
    path("<int:plan_id>/publier/", publication.publish, name="publish"),
    path("<int:plan_id>/depublier/", publication.unpublish, name="unpublish"),
    path("<int:plan_id>/non-couverts/", lots.uncovered, name="uncovered"),
    path("<int:plan_id>/documents/", documents.ask, name="documents"),
    path("<int:plan_id>/documents/<int:file_id>/", documents.download, name="file"),
]

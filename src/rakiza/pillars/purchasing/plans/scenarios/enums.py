"""States of scenarios and kinds of analyses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScenarioState(models.TextChoices):
    """Where a scenario stands."""

    DRAFT = "draft", _("à calculer")
    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("calculé")
    INFEASIBLE = "infeasible", _("règles incompatibles")
    FAILED = "failed", _("échoué")
    CANCELLED = "cancelled", _("arrêté")


UNDER_WAY = (ScenarioState.QUEUED, ScenarioState.RUNNING)
RUNNABLE = (
    ScenarioState.DRAFT,
    ScenarioState.INFEASIBLE,
    ScenarioState.FAILED,
    ScenarioState.CANCELLED,
)


class AnalysisKind(models.TextChoices):
    """What is computed about a run by solving it again."""

    FRONT_IMPORTS = "front_imports", _("coût et dépendance")
    FRONT_VALUE_ADDED = "front_value", _("coût et valeur ajoutée locale")
    RULES = "rules", _("prix des règles")
    LINES = "lines", _("lignes de production")
    POOLING = "pooling", _("achat groupé")
    LOT = "lot", _("un lot")


class AnalysisState(models.TextChoices):
    """Where an analysis stands."""

    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    PARTIAL = "partial", _("partiel")
    FAILED = "failed", _("échoué")
    CANCELLED = "cancelled", _("arrêté")

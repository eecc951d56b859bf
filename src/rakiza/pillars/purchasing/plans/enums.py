"""States of plans, runs and lots."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """The four states of a plan."""

    DRAFT = "draft", _("brouillon")
    CONSOLIDATED = "consolidated", _("consolidé")
    ALLOCATED = "allocated", _("attribué")
    PUBLISHED = "published", _("publié")


class RunState(models.TextChoices):
    """How a run of the planner went."""

    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    FAILED = "failed", _("échoué")
    CANCELLED = "cancelled", _("annulé")


class LotState(models.TextChoices):
    """How much of a lot local makers supply."""

    COVERED = "covered", _("couvert")
    PARTLY = "partly", _("partiellement couvert")
    UNCOVERED = "uncovered", _("non couvert")


class CandidateState(models.TextChoices):
    """What became of an offer for a lot (mirrors the engine's)."""

    AWARDED = "awarded", _("retenue")
    OUTBID = "outbid", _("plus chère qu'une autre")
    TOO_DEAR = "too_dear", _("au-dessus de la référence")
    NOT_ELIGIBLE = "not_eligible", _("non éligible")
    NO_MATCH = "no_match", _("non conforme")
    NO_CAPACITY = "no_capacity", _("sans capacité")
    BELOW_MINIMUM = "below_minimum", _("sous le minimum de commande")


class UncoveredKind(models.TextChoices):
    """Why part of a lot has no local award (mirrors the engine's)."""

    NO_DEVICE = "no_device", _("personne ne le fabrique ici")
    NEAR_MISS = "near_miss", _("un dispositif s'en approche")
    NOT_ELIGIBLE = "not_eligible", _("fabriqué ici, non autorisé")
    CAPACITY = "capacity", _("capacité insuffisante")
    PRICE = "price", _("prix trop élevé")
    MINIMUM_ORDER = "minimum_order", _("minimum de commande")
    SHARE = "share", _("part maximale d'un fabricant")


class PlanFileKind(models.TextChoices):
    """The documents of a run."""

    PLAN_XLSX = "plan_xlsx", _("classeur du plan")
    PLAN_PDF = "plan_pdf", _("plan imprimable")
    PLAN_JSON = "plan_json", _("plan en données")
    REJECTED = "rejected", _("lignes rejetées")
    MADE = "made", _("résultat du calcul")

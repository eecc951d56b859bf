"""Scenarios with what came of them, and analyses of runs. Every one keeps the run whose inputs it takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.jobs.models import Job
from rakiza.pillars.purchasing.plans.models import Plan, PlanRun
from rakiza.pillars.purchasing.plans.scenarios.enums import (
    UNDER_WAY,
    AnalysisKind,
    AnalysisState,
    ScenarioState,
)


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios by use."""

    def of_plan(self, plan_id: int) -> Self:
        """Keep one plan's scenarios, with what a list shows of them."""
        return self.filter(plan_id=plan_id).select_related("base_run", "job", "created_by")

    def current(self) -> Self:
        """Leave out the archived ones."""
        return self.filter(archived_at__isnull=True)


class Scenario(models.Model):
    """Other rules for a plan's needs and offers, and the plan that they give.

    `rules` don't change once it has been computed: the figures are those of these rules.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="scenarios", verbose_name=_("plan"))
    base_run = models.ForeignKey(
        PlanRun,
        on_delete=models.CASCADE,
        related_name="scenarios",
        verbose_name=_("calcul de départ"),
        help_text=_("Celui dont le scénario reprend les besoins, les offres et les titres."),
    )
    name = models.CharField(_("nom"), max_length=120)
    state = models.CharField(
        _("état"), max_length=12, choices=ScenarioState.choices, default=ScenarioState.DRAFT
    )
    rules = models.JSONField(_("règles"), default=dict)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("traitement")
    )
    input_hash = models.CharField(_("empreinte des entrées"), max_length=64, blank=True)
    knowledge_version = models.CharField(_("version des familles"), max_length=80, blank=True)
    engine_version = models.CharField(_("version du moteur"), max_length=80, blank=True)
    summary = models.JSONField(_("chiffres clés"), default=dict)
    solve = models.JSONField(_("preuve du calcul"), default=dict)
    conflict = models.JSONField(_("règles incompatibles"), null=True)
    rules_before = models.JSONField(
        _("règles remplacées"), null=True, help_text=_("Celles du plan avant l'adoption.")
    )
    run_before = models.ForeignKey(
        PlanRun, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("calcul remplacé")
    )
    adopted_at = models.DateTimeField(_("adopté le"), null=True)
    archived_at = models.DateTimeField(_("archivé le"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("créé par")
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    finished_at = models.DateTimeField(_("calculé le"), null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scénario")
        verbose_name_plural = _("scénarios")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="scenario_name_once_a_plan")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


class ScenarioLot(models.Model):
    """What a scenario gives one lot. `awards`: [[maker, offer, quantity, landed price], …]."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="lots", verbose_name=_("scénario")
    )
    code = models.CharField(_("code"), max_length=120)
    family = models.CharField(_("famille"), max_length=80)
    requirement = models.JSONField(_("spécification"), default=list)
    base_unit = models.CharField(_("unité de base"), max_length=30)
    quantity = models.DecimalField(_("quantité"), max_digits=20, decimal_places=6)
    covered_quantity = models.DecimalField(_("quantité couverte"), max_digits=20, decimal_places=6)
    cost: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        _("coût rendu"), max_digits=20, decimal_places=2, help_text=_("Taxes comprises, import compris.")
    )
    awards = models.JSONField(_("attributions"), default=list)

    class Meta:
        verbose_name = _("lot d'un scénario")
        verbose_name_plural = _("lots d'un scénario")
        constraints = [models.UniqueConstraint(fields=["scenario", "code"], name="scenario_lot_once")]

    def __str__(self) -> str:
        return self.code


class Analysis(models.Model):
    """Something computed once about a run by solving it again, and kept with it.

    `subject`: the code of the lot where the kind is about one, else ''.
    """

    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, related_name="analyses", verbose_name=_("calcul")
    )
    kind = models.CharField(_("nature"), max_length=16, choices=AnalysisKind.choices)
    subject = models.CharField(_("objet"), max_length=120, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=AnalysisState.choices, default=AnalysisState.QUEUED
    )
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("traitement")
    )
    result = models.JSONField(_("résultat"), null=True)
    engine_version = models.CharField(_("version du moteur"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("demandé le"), auto_now_add=True)
    finished_at = models.DateTimeField(_("fini le"), null=True)

    class Meta:
        verbose_name = _("analyse")
        verbose_name_plural = _("analyses")
        constraints = [models.UniqueConstraint(fields=["run", "kind", "subject"], name="analysis_once_a_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {AnalysisState.QUEUED, AnalysisState.RUNNING}

    @property
    def is_partial(self) -> bool:
        """Whether its end came before all was looked at."""
        return self.state == AnalysisState.PARTIAL

    @property
    def has_result(self) -> bool:
        """Whether there is something to show, be it partial."""
        return self.is_partial or self.state == AnalysisState.DONE

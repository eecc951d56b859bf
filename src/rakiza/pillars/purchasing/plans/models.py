"""Plans and their runs. What a run made is in `lot_models`; import both from here."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.plans.enums import PlanFileKind, PlanState, RunState


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans by state."""

    def published(self) -> Self:
        """Keep the plans that everyone may see."""
        return self.filter(state=PlanState.PUBLISHED)


class Plan(models.Model):
    """The annual plan of an association, with the rules its members voted."""

    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plans", verbose_name=_("association")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    name = models.CharField(_("nom"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120, blank=True)
    name_en = models.CharField(_("nom en anglais"), max_length=120, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    rules = models.JSONField(_("règles"), default=dict, help_text=_("Écarts aux règles par défaut."))
    current_run = models.ForeignKey(
        "PlanRun",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calcul retenu"),
    )
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("publié par"),
    )
    unpublish_reason = models.TextField(_("motif du retrait"), blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan annuel")
        verbose_name_plural = _("plans annuels")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["association", "year", "name"], name="plan_name_once_a_year"),
            models.UniqueConstraint(
                fields=["association", "year"],
                condition=models.Q(state="published"),
                name="one_published_plan_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name in `language`; the one that identifies it where it has none in that."""
        return {"ar": self.name_ar, "en": self.name_en}.get(language) or self.name

    @property
    def called(self) -> str:
        """Return the name in the reader's language."""
        return self.name_in(base_language(None))


class PlanRun(models.Model):
    """One run of the planner. Same `input_hash`, same engine: the same result."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="runs", verbose_name=_("plan"))
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("traitement")
    )
    state = models.CharField(_("état"), max_length=12, choices=RunState.choices, default=RunState.QUEUED)
    rules = models.JSONField(_("règles"), default=dict)
    input_hash = models.CharField(_("empreinte des entrées"), max_length=64, blank=True)
    knowledge_version = models.CharField(_("version des familles"), max_length=80, blank=True)
    engine_version = models.CharField(_("version du moteur"), max_length=80, blank=True)
    figures = models.JSONField(_("chiffres clés"), default=dict)
    solve = models.JSONField(_("preuve du calcul"), default=dict)
    buyers_count = models.PositiveIntegerField(_("acheteurs"), default=0)
    family_rests = models.JSONField(
        _("parts masquées"),
        default=list,
        help_text=_("Famille par famille, ce que les lots masqués laissent derrière son total."),
    )
    started_at = models.DateTimeField(_("commencé le"), null=True)
    finished_at = models.DateTimeField(_("fini le"), null=True)
    created_at = models.DateTimeField(_("demandé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("calcul de plan")
        verbose_name_plural = _("calculs de plan")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state__in=("queued", "running")), name="one_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.pk}"


class PlanFile(models.Model):
    """A document of a run, in one language."""

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="files", verbose_name=_("calcul"))
    kind = models.CharField(_("document"), max_length=12, choices=PlanFileKind.choices)
    language = models.CharField(_("langue"), max_length=2, default="fr")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("document de plan")
        verbose_name_plural = _("documents de plan")
        constraints = [models.UniqueConstraint(fields=["run", "kind", "language"], name="plan_file_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ImportPrice(models.Model):
    """What importing one base unit of a family costs: the price that local supply is held against."""

    family = models.CharField(_("famille"), max_length=80)
    year = models.PositiveSmallIntegerField(_("année"))
    cif = models.DecimalField(
        _("valeur CAF"), max_digits=16, decimal_places=6, help_text=_("Une unité de base, en dirhams.")
    )
    duty_rate = models.DecimalField(_("droit de douane"), max_digits=6, decimal_places=4)
    parafiscal_rate = models.DecimalField(_("taxe parafiscale"), max_digits=6, decimal_places=4)
    vat_rate = models.DecimalField(_("taux de TVA"), max_digits=6, decimal_places=4)
    source = models.CharField(_("source"), max_length=250)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        verbose_name = _("prix d'importation")
        verbose_name_plural = _("prix d'importation")
        constraints = [
            models.UniqueConstraint(fields=["family", "year"], name="one_import_price_a_year"),
            models.CheckConstraint(condition=models.Q(cif__gt=0), name="import_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.year}"


from rakiza.pillars.purchasing.plans.lot_models import (  # noqa: E402  # they refer to the runs above
    Award,
    AwardShare,
    Candidate,
    FamilyTotal,
    Lot,
    LotContribution,
    RunEligibility,
    UncoveredNeed,
)

__all__ = [
    "Award",
    "AwardShare",
    "Candidate",
    "FamilyTotal",
    "ImportPrice",
    "Lot",
    "LotContribution",
    "Plan",
    "PlanFile",
    "PlanRun",
    "RunEligibility",
    "UncoveredNeed",
]

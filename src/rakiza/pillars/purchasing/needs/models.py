"""Uploaded lists of needs, their lines, their problems, and what people corrected."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from rakiza.engine.specification.texts import joined
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.needs.enums import Choice, ImportState, Memory, NeedKind, ProblemSeverity

QUANTITY_PLACES = Decimal("0.000001")
_SLACK = Decimal("0.001")  # SQLite adds in binary


class NeedImportQuerySet(models.QuerySet["NeedImport"]):
    """Imports by owner, year and content."""

    def of_organisation(self, organisation_id: int) -> Self:
        """Keep one member's imports."""
        return self.filter(organisation_id=organisation_id)

    def same_content(self, organisation_id: int, year: int, sha256: str) -> Self:
        """Keep the imports of that very file that still count, oldest first."""
        return (
            self.filter(organisation_id=organisation_id, year=year, file__sha256=sha256)
            .exclude(state__in=(ImportState.UNDONE, ImportState.REFUSED))
            .order_by("pk")
        )


class NeedImport(models.Model):
    """One file of one member for one year, from upload to confirmation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="need_imports", verbose_name=_("membre")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )
    state = models.CharField(
        _("état"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    mapping = models.JSONField(_("correspondance des colonnes"), null=True, blank=True)
    unit_aliases = models.JSONField(
        _("unités dites"),
        default=list,
        blank=True,
        help_text=_("Ce que valent les unités que le vocabulaire ne connaît pas."),
    )
    lines_count = models.PositiveIntegerField(_("lignes lues"), default=0)
    rejected_count = models.PositiveIntegerField(_("lignes rejetées"), default=0)
    warnings_count = models.PositiveIntegerField(_("avertissements"), default=0)
    to_confirm_count = models.PositiveIntegerField(_("lectures à vérifier"), default=0)
    refusal_code = models.CharField(_("code du refus"), max_length=80, blank=True)
    refusal = models.JSONField(_("motif du refus"), default=dict, blank=True)
    published_in = models.CharField(
        _("plan publié"),
        max_length=120,
        blank=True,
        help_text=_("Plan publié qui contient ces lignes : plus d'annulation."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("déposé par")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmé par"),
    )
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("annulé par"),
    )
    undone_at = models.DateTimeField(_("annulé le"), null=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = NeedImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import de besoins")
        verbose_name_plural = _("imports de besoins")
        indexes = [
            models.Index(fields=["organisation", "year", "-id"]),
            models.Index(fields=["year", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.file} ({self.year})"


class NeedLineQuerySet(models.QuerySet["NeedLine"]):
    """Lines by owner, year and standing."""

    def of_organisation(self, organisation_id: int) -> Self:
        """Keep one member's lines."""
        return self.filter(organisation_id=organisation_id)

    def confirmed_for(self, year: int) -> Self:
        """Keep the lines that a plan of `year` takes."""
        return self.filter(year=year, confirmed=True)

    def to_confirm(self) -> Self:
        """Keep the lines whose reading a person should look at."""
        return self.filter(to_confirm=True)

    def changeable(self) -> Self:
        """Keep the lines whose import counts and is in no published plan."""
        return self.filter(
            need_import__published_in="", need_import__state__in=(ImportState.REVIEWED, ImportState.CONFIRMED)
        )


class NeedLine(models.Model):
    """One row of a member's list, as written, and what it was read as."""

    need_import = models.ForeignKey(
        NeedImport, on_delete=models.CASCADE, related_name="lines", verbose_name=_("import")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="need_lines", verbose_name=_("membre")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    confirmed = models.BooleanField(
        _("confirmée"), default=False, help_text=_("Vrai quand l'import est confirmé et n'est pas annulé.")
    )
    sheet = models.CharField(_("feuille"), max_length=120)
    row = models.PositiveIntegerField(_("ligne"))
    designation = models.TextField(_("désignation"))
    specification = models.TextField(_("caractéristiques techniques"), blank=True, default="")
    folded = models.CharField(
        _("désignation normalisée"),
        max_length=300,
        help_text=_("Même texte, caractéristiques comprises, même clé : casse et accents ôtés."),
    )
    quantity = models.DecimalField(_("quantité"), max_digits=20, decimal_places=6)
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    pack_size = models.PositiveIntegerField(_("unités par conditionnement"), null=True, blank=True)
    q1 = models.DecimalField(_("T1"), max_digits=20, decimal_places=6)
    q2 = models.DecimalField(_("T2"), max_digits=20, decimal_places=6)
    q3 = models.DecimalField(_("T3"), max_digits=20, decimal_places=6)
    q4 = models.DecimalField(_("T4"), max_digits=20, decimal_places=6)
    reference_price = models.DecimalField(
        _("prix actuel toutes taxes comprises"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    region = models.CharField(_("région"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    kind = models.CharField(_("nature"), max_length=10, choices=NeedKind.choices)
    family = models.CharField(_("famille"), max_length=80, blank=True)
    emdn = models.CharField(_("code EMDN"), max_length=16, blank=True)
    confidence = models.FloatField(_("confiance"), default=0)
    to_confirm = models.BooleanField(_("lecture à vérifier"), default=False)
    reading = models.JSONField(
        _("lecture"), help_text=_("Lecture complète : attributs, conditionnement, raisons.")
    )
    memory = models.CharField(
        _("mémoire"),
        max_length=8,
        choices=Memory.choices,
        blank=True,
        help_text=_("Sur quelle correction repose la lecture ; vide quand le moteur l'a faite seul."),
    )
    remarks = models.PositiveSmallIntegerField(
        _("remarques sur les exigences"),
        default=0,
        help_text=_("Ce que les mots et les valeurs montrent, et dont personne n'a encore décidé."),
    )
    narrow = models.PositiveSmallIntegerField(
        _("exigences d'un seul fournisseur"),
        default=0,
        help_text=_("Exigences qu'un fabricant local au plus satisfaisait quand la ligne a été lue."),
    )
    excessive = models.PositiveSmallIntegerField(
        _("exigences excessives"),
        default=0,
        help_text=_("Exigences qui écartaient des fabricants locaux quand la ligne a été lue."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("lecture vérifiée par"),
    )
    confirmed_at = models.DateTimeField(_("lecture vérifiée le"), null=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = NeedLineQuerySet.as_manager()

    @property
    def text(self) -> str:
        """All that the list says of the article: the designation and what is specified beside it."""
        return joined(self.designation, self.specification)

    class Meta:
        verbose_name = _("ligne de besoin")
        verbose_name_plural = _("lignes de besoin")
        constraints = [
            models.UniqueConstraint(fields=["need_import", "sheet", "row"], name="need_row_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity_positive"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("q1") + F("q2") + F("q3") + F("q4") - Value(_SLACK))
                & Q(quantity__lte=F("q1") + F("q2") + F("q3") + F("q4") + Value(_SLACK)),
                name="need_quarters_sum_to_quantity",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "year", "confirmed", "id"]),
            models.Index(fields=["year", "confirmed", "id"]),
            models.Index(fields=["year", "need_import", "id"]),
            models.Index(fields=["year", "folded", "id"]),
            models.Index(fields=["need_import", "to_confirm", "id"]),
            models.Index(fields=["organisation", "folded"]),
        ]

    def __str__(self) -> str:
        return self.designation


class ImportProblem(models.Model):
    """What is wrong with one row of an import; its sentence comes from `code` and `params`."""

    need_import = models.ForeignKey(
        NeedImport, on_delete=models.CASCADE, related_name="problems", verbose_name=_("import")
    )
    severity = models.CharField(_("gravité"), max_length=8, choices=ProblemSeverity.choices)
    code = models.CharField(_("code"), max_length=80)
    sheet = models.CharField(_("feuille"), max_length=120)
    row = models.PositiveIntegerField(_("ligne"))
    column = models.CharField(_("colonne"), max_length=250, blank=True)
    value = models.TextField(_("valeur"), blank=True)
    params = models.JSONField(_("paramètres"), default=dict, blank=True)
    message = models.TextField(
        _("message"), help_text=_("Phrase française, telle que composée à la lecture.")
    )

    class Meta:
        verbose_name = _("remarque d'import")
        verbose_name_plural = _("remarques d'import")
        indexes = [models.Index(fields=["need_import", "severity", "id"])]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.row} · {self.message}"


class ReadingCorrectionQuerySet(models.QuerySet["ReadingCorrection"]):
    """Corrections by owner, and those on which organisations agree."""

    def of_organisation(self, organisation_id: int) -> Self:
        """Keep one member's corrections."""
        return self.filter(organisation_id=organisation_id)

    def standing_beside(self, organisation: Organisation) -> Self:
        """Keep those that count for everybody's memory: of organisations that take part, of one world.

        What fictitious organisations say never reaches real ones, nor the other way.
        """
        return self.filter(
            organisation__active=True, organisation__is_demonstration=organisation.is_demonstration
        )


class ReadingCorrection(models.Model):
    """How a member's people want a text to be read from now on."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="reading_corrections", verbose_name=_("membre")
    )
    folded = models.CharField(_("désignation normalisée"), max_length=300)
    designation = models.TextField(_("désignation"), blank=True)
    words = models.CharField(
        _("mots"),
        max_length=300,
        blank=True,
        help_text=_("Le texte sans ses nombres ; vide quand il dit trop peu pour en lire d'autres ainsi."),
    )
    kind = models.CharField(_("nature"), max_length=10, choices=NeedKind.choices, default=NeedKind.DEVICE)
    family = models.CharField(_("famille"), max_length=80, blank=True)
    reading = models.JSONField(_("lecture"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("corrigée par")
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = ReadingCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture corrigée")
        verbose_name_plural = _("lectures corrigées")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "folded"], name="one_correction_a_text")
        ]
        indexes = [models.Index(fields=["folded", "kind", "family"], name="needs_correction_text")]

    def __str__(self) -> str:
        return self.folded


class RequirementDecisionQuerySet(models.QuerySet["RequirementDecision"]):
    """Decisions by text and by when they held."""

    def in_force(self) -> Self:
        """Keep the decisions that nobody took back."""
        return self.filter(withdrawn_at__isnull=True)

    def of_text(self, organisation_id: int, year: int, folded: str) -> Self:
        """Keep those on one text of one member's lists of a year."""
        return self.filter(organisation_id=organisation_id, year=year, folded=folded)

    def holding_at(self, moment: datetime) -> Self:
        """Keep those that held at a moment: made by then, and not yet taken back."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment), decided_at__lte=moment)


class RequirementDecision(models.Model):
    """What a member decided of one finding on what a text asks for. Never changed: taken back, or replaced."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="requirement_decisions", verbose_name=_("membre")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    folded = models.CharField(_("désignation normalisée"), max_length=300)
    code = models.CharField(_("constat"), max_length=80)
    about = models.CharField(
        _("objet"), max_length=120, blank=True, help_text=_("La caractéristique ou les mots en cause.")
    )
    finding = models.JSONField(_("constat tel que lu"))
    choice = models.CharField(_("décision"), max_length=8, choices=Choice.choices)
    justification = models.TextField(_("justification"), blank=True)
    removed = models.JSONField(_("exigences retirées"), default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("repris par"),
    )
    withdrawn_at = models.DateTimeField(_("repris le"), null=True)

    objects = RequirementDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision sur une exigence")
        verbose_name_plural = _("décisions sur des exigences")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "folded", "code", "about"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_decision_a_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.folded} · {self.code}"


class UnitAlias(models.Model):
    """What a member's people mean by a unit that the vocabulary doesn't know."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="unit_aliases", verbose_name=_("membre")
    )
    folded = models.CharField(_("unité normalisée"), max_length=80)
    written = models.CharField(_("unité écrite"), max_length=80)
    unit = models.CharField(_("unité"), max_length=30)
    size = models.PositiveIntegerField(_("unités par conditionnement"), null=True, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dite par")
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    class Meta:
        verbose_name = _("unité dite")
        verbose_name_plural = _("unités dites")
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], name="one_meaning_a_unit")]

    def __str__(self) -> str:
        return self.written

"""Dossiers, their documents and pauses, and the sessions in which they are heard."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording.language import base_language, in_language
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import (
    ENDED,
    Activity,
    AuthorisationPurpose,
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Opinion,
    Process,
    Request,
    RiskClass,
    SendBackReason,
)
from rakiza.pillars.registration.title_models import EstablishmentDeclaration, RegistrationCertificate

_TONES = {
    DocumentStatus.TO_REVIEW: Tone.INFO,
    DocumentStatus.ACCEPTED: Tone.GOOD,
    DocumentStatus.TO_CORRECT: Tone.ATTENTION,
}


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers by whom they await."""

    def open(self) -> Self:
        """Keep the dossiers that haven't ended."""
        return self.exclude(state__in=ENDED)


class Dossier(models.Model):
    """A maker's way to a title of the authority: from its draft to the decision."""

    process = models.CharField(_("procédure"), max_length=14, choices=Process.choices)
    request = models.CharField(_("demande"), max_length=10, choices=Request.choices)
    applicant = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("demandeur")
    )
    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="handled_dossiers", verbose_name=_("autorité")
    )
    device = models.ForeignKey(
        Device,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("dispositif"),
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    activities = models.JSONField(_("activités"), default=list, blank=True)
    described = models.JSONField(
        _("dispositif examiné"),
        null=True,
        blank=True,
        help_text=_("Famille, classe et caractéristiques du dispositif quand le dossier a été déposé."),
    )
    risk_class = models.CharField(_("classe de risque"), max_length=6, choices=RiskClass.choices, blank=True)
    purpose = models.CharField(_("objet"), max_length=24, choices=AuthorisationPurpose.choices, blank=True)
    registration = models.ForeignKey(
        RegistrationCertificate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("certificat concerné"),
    )
    declaration = models.ForeignKey(
        EstablishmentDeclaration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("déclaration concernée"),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=DossierState.choices, default=DossierState.DRAFT
    )
    sent_back_for = models.CharField(
        _("renvoyé pour"), max_length=16, choices=SendBackReason.choices, blank=True
    )
    remark = models.TextField(_("remarque au demandeur"), max_length=2000, blank=True)
    internal_note = models.TextField(_("note interne"), max_length=4000, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="assigned_dossiers",
        verbose_name=_("confié à"),
    )
    filed_on = models.DateField(_("déposé le"), null=True)
    due_on = models.DateField(_("à décider avant le"), null=True)
    admitted_on = models.DateField(_("recevable le"), null=True)
    evaluated_on = models.DateField(_("évalué le"), null=True)
    evaluated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("évalué par"),
    )
    opinion = models.CharField(_("avis de l'évaluation"), max_length=12, choices=Opinion.choices, blank=True)
    opinion_on = models.DateField(_("avis de la commission le"), null=True)
    decided_on = models.DateField(_("décidé le"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    created_at = models.DateTimeField(_("ouvert le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier d'homologation")
        verbose_name_plural = _("dossiers d'homologation")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "device"],
                condition=~Q(state__in=ENDED) & Q(device__isnull=False),
                name="one_open_dossier_a_device",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="dossier_decided_after_filing",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "state", "filed_on"]),
            models.Index(fields=["applicant", "state"]),
            models.Index(fields=["authority", "due_on"]),
        ]

    def __str__(self) -> str:
        return self.name_in(base_language(None))

    def name_in(self, language: str) -> str:
        """Return what is asked for, and for what, in `language`."""
        about = self.device or self.applicant
        with in_language(language):
            return f"{self.get_process_display()} · {about.name_in(language)}"

    @property
    def activity_labels(self) -> tuple[str, ...]:
        """The activities of the establishment, in words."""
        return tuple(str(Activity(one).label) for one in self.activities)


class Pause(models.Model):
    """Days during which the applicant completes its dossier and the authority's clock stands."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="pauses", verbose_name=_("dossier")
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True)
    reason = models.CharField(_("motif"), max_length=16, choices=SendBackReason.choices)
    remark = models.TextField(_("remarque"), max_length=2000)

    class Meta:
        verbose_name = _("suspension du délai")
        verbose_name_plural = _("suspensions du délai")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="pause_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ends_on__isnull=True), name="one_open_pause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.starts_on}"


class DossierDocument(models.Model):
    """One version of a section in one language; a later version replaces it without erasing it."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="documents", verbose_name=_("dossier")
    )
    section = models.CharField(_("section"), max_length=8)
    language = models.CharField(_("langue"), max_length=6, choices=DocumentLanguage.choices)
    version = models.PositiveIntegerField(_("version"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )
    status = models.CharField(
        _("état"), max_length=12, choices=DocumentStatus.choices, default=DocumentStatus.TO_REVIEW
    )
    remark = models.TextField(_("remarque au demandeur"), max_length=2000, blank=True)
    internal_note = models.TextField(_("note interne"), max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("examinée par"),
    )
    created_at = models.DateTimeField(_("déposée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("pièce de dossier")
        verbose_name_plural = _("pièces de dossier")
        ordering = ["section", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "section", "language", "version"], name="dossier_document_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} v{self.version}"

    @property
    def tone(self) -> Tone:
        """What its status means to a reader."""
        return _TONES.get(DocumentStatus(self.status), Tone.NEUTRAL)


class CommissionSession(models.Model):
    """A day on which the commission gives its opinion on the dossiers of its agenda."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("autorité")
    )
    held_on = models.DateField(_("date"))
    closed_at = models.DateTimeField(_("close le"), null=True)
    present = models.PositiveSmallIntegerField(_("membres présents"), null=True)
    created_at = models.DateTimeField(_("convoquée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("séance de la commission")
        verbose_name_plural = _("séances de la commission")
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "held_on"], name="one_session_a_day")]

    def __str__(self) -> str:
        return str(self.held_on)


class AgendaItem(models.Model):
    """A dossier on the agenda of a session, and the opinion given on it."""

    session = models.ForeignKey(
        CommissionSession, on_delete=models.CASCADE, related_name="items", verbose_name=_("séance")
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="agenda", verbose_name=_("dossier")
    )
    opinion = models.CharField(_("avis"), max_length=12, choices=Opinion.choices, blank=True)
    grounds = models.TextField(_("motifs"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("point de l'ordre du jour")
        verbose_name_plural = _("points de l'ordre du jour")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "dossier"], name="dossier_once_an_agenda")]

    def __str__(self) -> str:
        return str(self.dossier)

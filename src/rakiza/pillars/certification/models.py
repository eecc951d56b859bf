"""Certificates and their suspensions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.certification.enums import (
    ENDED,
    CaseState,
    CertificateState,
    DocumentKind,
    FindingState,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
    Stage,
)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by date."""

    def touching(self, first: date, last: date) -> Self:
        """Keep the certificates whose validity meets the closed interval."""
        return self.filter(valid_from__lte=last, valid_to__gte=first)

    def expiring_before(self, day: date) -> Self:
        """Keep the standing certificates that end before `day`, soonest first."""
        return (
            self.exclude(state=CertificateState.WITHDRAWN).filter(valid_to__lt=day).order_by("valid_to", "pk")
        )


class Certificate(models.Model):
    """A certificate of a maker. `withdrawn_on` ends its validity early."""

    body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="issued_certificates",
        verbose_name=_("organisme certificateur"),
    )
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("fabricant")
    )
    scheme = models.CharField(
        _("objet"),
        max_length=10,
        choices=Scheme.choices,
        default=Scheme.SYSTEM,
        help_text=_("Ce qui est certifié."),
    )
    standard = models.CharField(_("norme"), max_length=60, help_text=_("Par exemple ISO 13485:2016."))
    edition = models.ForeignKey(
        "certification.StandardEdition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("édition"),
        help_text=_("L'édition du registre que nomme la norme ; vide : à rattacher."),
    )
    number = models.CharField(_("numéro"), max_length=60)
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"))
    scope_families = models.JSONField(
        _("familles couvertes"), default=list, blank=True, help_text=_("Vide : toute l'entreprise.")
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("site"),
        help_text=_("Vide : toute l'entreprise."),
    )
    devices = models.ManyToManyField(
        "industry.Device",
        blank=True,
        related_name="certificates",
        verbose_name=_("produits"),
        help_text=_("Ceux que nomme une marque NM."),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=CertificateState.choices, default=CertificateState.VALID
    )
    withdrawn_on = models.DateField(_("retiré le"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("motif du retrait"), blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificat")
        verbose_name_plural = _("certificats")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certificate_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["maker", "valid_to"])]

    @property
    def last_day(self) -> date:
        """The last day of its validity, as it was given or cut short."""
        if self.withdrawn_on is None:
            return self.valid_to
        return min(self.valid_to, self.withdrawn_on - timedelta(days=1))

    def site_closed(self, today: date) -> date | None:
        """Return since when it covers no supply because its site closed; its state is the body's all the same."""
        return self.site.closed_while(self.last_day, today) if self.site else None

    def __str__(self) -> str:
        return str(_("%(standard)s n° %(number)s") % {"standard": self.standard, "number": self.number})


class Suspension(models.Model):
    """A span during which a certificate didn't hold; an open end means it still doesn't."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="suspensions", verbose_name=_("certificat")
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)
    reason = models.TextField(_("motif"))
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="suspension_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(ends_on__isnull=True), name="one_open_suspension"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.starts_on}"


class CaseQuerySet(models.QuerySet["CertificationCase"]):
    """Cases by whom they await."""

    def open(self) -> Self:
        """Keep the cases that haven't ended."""
        return self.exclude(state__in=ENDED)


class CertificationCase(models.Model):
    """A maker's way to a certificate: from its draft to the decision."""

    maker = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="certification_cases",
        verbose_name=_("fabricant"),
    )
    body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="handled_cases",
        verbose_name=_("organisme certificateur"),
    )
    scheme = models.CharField(_("objet"), max_length=10, choices=Scheme.choices)
    standard = models.CharField(_("norme"), max_length=60, help_text=_("Par exemple ISO 13485:2016."))
    edition = models.ForeignKey(
        "certification.StandardEdition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("édition"),
        help_text=_("L'édition du registre que nomme la norme ; vide : à rattacher."),
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    scope_families = models.JSONField(
        _("familles couvertes"), default=list, blank=True, help_text=_("Vide : toute l'entreprise.")
    )
    devices = models.ManyToManyField(
        "industry.Device",
        blank=True,
        related_name="certification_cases",
        verbose_name=_("produits"),
        help_text=_("Ceux que nomme une marque NM."),
    )
    state = models.CharField(_("état"), max_length=16, choices=CaseState.choices, default=CaseState.DRAFT)
    sent_back_for = models.CharField(
        _("renvoyé pour"), max_length=16, choices=SendBackReason.choices, blank=True
    )
    remark = models.TextField(_("remarque"), max_length=2000, blank=True)
    filed_on = models.DateField(_("déposé le"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    decided_on = models.DateField(_("décidé le"), null=True)
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, related_name="case", verbose_name=_("certificat")
    )
    renews = models.ForeignKey(
        Certificate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("renouvelle"),
    )
    created_at = models.DateTimeField(_("ouvert le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier de certification")
        verbose_name_plural = _("dossiers de certification")
        indexes = [models.Index(fields=["body", "state"]), models.Index(fields=["maker", "state"])]

    def __str__(self) -> str:
        return f"{self.standard} · {self.maker}"

    @property
    def taken_over_on(self) -> date | None:
        """The day on which a certificate decided elsewhere began to be followed here; None of a case of here."""
        elsewhere = self.state == CaseState.CERTIFIED and self.filed_on is None
        return timezone.localdate(self.created_at) if elsewhere else None


class CaseDocument(models.Model):
    """One version of a piece of a case; a later version replaces it without erasing it."""

    case = models.ForeignKey(
        CertificationCase, on_delete=models.CASCADE, related_name="documents", verbose_name=_("dossier")
    )
    kind = models.CharField(_("pièce"), max_length=16, choices=DocumentKind.choices)
    version = models.PositiveIntegerField(_("version"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )
    created_at = models.DateTimeField(_("déposée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("pièce de dossier")
        verbose_name_plural = _("pièces de dossier")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "version"], name="case_document_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"


class Audit(models.Model):
    """A visit: planned, then held with an outcome."""

    case = models.ForeignKey(
        CertificationCase, on_delete=models.CASCADE, related_name="audits", verbose_name=_("dossier")
    )
    stage = models.CharField(_("étape"), max_length=14, choices=Stage.choices)
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="certification_audits",
        verbose_name=_("auditeur"),
    )
    planned_on = models.DateField(_("prévu le"))
    held_on = models.DateField(_("tenu le"), null=True)
    outcome = models.CharField(_("résultat"), max_length=14, choices=Outcome.choices, blank=True)
    note = models.TextField(_("compte rendu"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["planned_on", "pk"]
        indexes = [models.Index(fields=["auditor", "planned_on"])]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.planned_on}"


class Finding(models.Model):
    """A non-conformity: its cause, what the maker does about it, the evidence."""

    audit = models.ForeignKey(
        Audit, on_delete=models.CASCADE, related_name="findings", verbose_name=_("audit")
    )
    grade = models.CharField(_("poids"), max_length=6, choices=Grade.choices)
    text = models.TextField(_("constat"), max_length=2000)
    due_on = models.DateField(_("réponse attendue le"))
    cause = models.TextField(_("cause"), max_length=2000, blank=True)
    plan = models.TextField(_("actions"), max_length=2000, blank=True)
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("preuve")
    )
    state = models.CharField(
        _("état"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN
    )
    remark = models.TextField(_("remarque"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("non-conformité")
        verbose_name_plural = _("non-conformités")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


from rakiza.pillars.certification.contract_models import Contract  # noqa: E402  # one place to import from
from rakiza.pillars.certification.proposal_models import CertificateProposal  # noqa: E402  # one place to import from
from rakiza.pillars.certification.standard_models import EditionNotice, StandardEdition  # noqa: E402  # one place to import from
from rakiza.pillars.certification.type_test_models import TypeTest  # noqa: E402  # one place to import from

__all__ = [
    "Audit",
    "CaseDocument",
    "CaseQuerySet",
    "Certificate",
    "CertificateProposal",
    "CertificateQuerySet",
    "CertificationCase",
    "Contract",
    "EditionNotice",
    "Finding",
    "StandardEdition",
    "Suspension",
    "TypeTest",
]

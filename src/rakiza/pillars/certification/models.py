"""Certificates and their suspensions."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.enums import CertificateState


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
    standard = models.CharField(_("norme"), max_length=60, help_text=_("Par exemple ISO 13485:2016."))
    number = models.CharField(_("numéro"), max_length=60)
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"))
    scope_families = models.JSONField(
        _("familles couvertes"), default=list, blank=True, help_text=_("Vide : toute l'entreprise.")
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

    def __str__(self) -> str:
        return f"{self.standard} n° {self.number}"


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

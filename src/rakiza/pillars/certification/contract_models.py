"""The terms on which a body audits a maker: proposed by one, accepted or declined by the other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.pillars.certification.enums import ContractState


class Contract(models.Model):
    """One version of the terms of a case. Taken as accepted, it has none: they were agreed outside the platform."""

    case = models.ForeignKey(
        "certification.CertificationCase",
        on_delete=models.CASCADE,
        related_name="contracts",
        verbose_name=_("dossier"),
    )
    scope = models.TextField(_("domaine et prestations"), max_length=2000, blank=True)
    audit_days = models.DecimalField(_("journées d'audit"), max_digits=5, decimal_places=1, null=True)
    fee = models.DecimalField(
        _("prix"), max_digits=12, decimal_places=2, null=True, help_text=_("En MAD, hors taxe.")
    )
    stage_1_on = models.DateField(_("étape 1 prévue le"), null=True)
    stage_2_on = models.DateField(_("étape 2 prévue le"), null=True)
    tests_on = models.DateField(_("essais de type prévus le"), null=True)
    factory_on = models.DateField(_("audit d'usine prévu le"), null=True)
    answer_by = models.DateField(_("réponse attendue le"), null=True)
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contrat"),
    )
    state = models.CharField(
        _("état"), max_length=10, choices=ContractState.choices, default=ContractState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposé par"),
    )
    proposed_on = models.DateField(_("proposé le"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_on = models.DateField(_("répondu le"), null=True)
    reason = models.TextField(_("motif"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("contrat de certification")
        verbose_name_plural = _("contrats de certification")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="one_contract_proposed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_state_display()}"

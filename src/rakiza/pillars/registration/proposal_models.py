"""A title that one officer proposes and a second has yet to confirm."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process


class TitleProposal(models.Model):
    """A title decided outside the platform, as one officer wrote it down; the trail keeps those settled."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("autorité")
    )
    kind = models.CharField(_("nature"), max_length=16, choices=Process.choices)
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("fabricant")
    )
    device = models.ForeignKey(
        Device,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dispositif"),
        help_text=_("Vide pour une déclaration d'établissement."),
    )
    number = models.CharField(_("numéro"), max_length=60)
    decided_on = models.DateField(_("décidé le"))
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"), null=True, blank=True)
    risk_class = models.CharField(_("classe de risque"), max_length=6, blank=True)
    purpose = models.CharField(_("objet"), max_length=24, choices=AuthorisationPurpose.choices, blank=True)
    source = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fichier"),
        help_text=_("Le fichier du registre dont vient la ligne ; vide : écrit à la main."),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposé par")
    )
    proposed_at = models.DateTimeField(_("proposé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("titre proposé")
        verbose_name_plural = _("titres proposés")
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "number"], name="title_proposed_once"),
            models.CheckConstraint(
                condition=Q(kind=Process.DECLARATION, device__isnull=True)
                | Q(~Q(kind=Process.DECLARATION), device__isnull=False, valid_to__isnull=False),
                name="title_proposal_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("decided_on"))
                & (Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))),
                name="title_proposal_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number

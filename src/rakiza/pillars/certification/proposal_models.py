"""A certificate that one officer writes down and a second has yet to confirm."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.certification.enums import Scheme


class CertificateProposal(models.Model):
    """A certificate decided outside the platform, as one officer wrote it down; the trail keeps those settled."""

    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme certificateur")
    )
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("fabricant")
    )
    scheme = models.CharField(_("objet"), max_length=10, choices=Scheme.choices, default=Scheme.SYSTEM)
    standard = models.CharField(_("norme"), max_length=60)
    number = models.CharField(_("numéro"), max_length=60)
    decided_on = models.DateField(_("décidé le"))
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"))
    scope_families = models.JSONField(_("familles couvertes"), default=list, blank=True)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    devices = models.ManyToManyField(
        "industry.Device", blank=True, related_name="+", verbose_name=_("produits")
    )
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
        verbose_name = _("certificat proposé")
        verbose_name_plural = _("certificats proposés")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="certificate_proposed_once"),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("decided_on")) & Q(valid_to__gte=F("valid_from")),
                name="certificate_proposal_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number

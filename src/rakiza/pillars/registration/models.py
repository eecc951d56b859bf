"""The three titles that the health authority gives. Validity includes both ends."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import AuthorisationPurpose, TitleState

Title = TypeVar("Title", bound="AuthorityTitle")


class TitleQuerySet(models.QuerySet[Title]):
    """Titles by date."""

    def touching(self, first: date, last: date) -> Self:
        """Keep the titles whose validity meets the closed interval."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)


class AuthorityTitle(models.Model):
    """What the three titles share. `ended_on` is the first day on which a title no longer held."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("autorité")
    )
    number = models.CharField(_("numéro"), max_length=60)
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=TitleState.choices, default=TitleState.VALID)
    ended_on = models.DateField(_("suspendu ou retiré le"), null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="%(class)s_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EstablishmentDeclaration(AuthorityTitle):
    """An establishment declared to manufacture (law 84-12, article 7)."""

    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("établissement")
    )

    objects = TitleQuerySet["EstablishmentDeclaration"].as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("déclaration d'établissement")
        verbose_name_plural = _("déclarations d'établissement")


class RegistrationCertificate(AuthorityTitle):
    """The registration of a device (law 84-12, article 12)."""

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("dispositif")
    )
    risk_class = models.CharField(_("classe de risque"), max_length=6, blank=True)

    objects = TitleQuerySet["RegistrationCertificate"].as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("certificat d'enregistrement")
        verbose_name_plural = _("certificats d'enregistrement")


class SpecificAuthorisation(AuthorityTitle):
    """A specific authorisation for a device (law 84-12, article 13)."""

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="authorisations", verbose_name=_("dispositif")
    )
    purpose = models.CharField(_("objet"), max_length=24, choices=AuthorisationPurpose.choices)

    objects = TitleQuerySet["SpecificAuthorisation"].as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("autorisation spécifique")
        verbose_name_plural = _("autorisations spécifiques")

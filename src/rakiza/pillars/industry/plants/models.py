"""What a maker's site can do. The lines that run in it are `ProductionLine`."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.industry.enums import Sector


class PlantQuerySet(models.QuerySet["Plant"]):
    """Plants by owner and state."""

    def open(self) -> Self:
        """Keep the plants that still run."""
        return self.filter(closed_on__isnull=True)

    def standing(self) -> Self:
        """Keep the open plants whose site stands: on a site that closed before plants held it open, nothing is made."""
        return self.open().filter(site__closed_on__isnull=True)

    def of_maker(self, organisation_id: int) -> Self:
        """Keep one maker's plants."""
        return self.filter(maker_id=organisation_id)


class Plant(models.Model):
    """A site where a maker produces: what it masters beside what its lines do."""

    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plants", verbose_name=_("fabricant")
    )
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="plant", verbose_name=_("site"))
    sector = models.CharField(_("industrie"), max_length=16, choices=Sector.choices, default=Sector.MEDICAL)
    processes = models.JSONField(
        _("savoir-faire"),
        default=list,
        blank=True,
        help_text=_("Procédés maîtrisés sans ligne déclarée, dans le vocabulaire des familles."),
    )
    materials = models.JSONField(
        _("matériaux"), default=list, blank=True, help_text=_("Matériaux travaillés, même vocabulaire.")
    )
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)
    created_at = models.DateTimeField(_("déclarée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = PlantQuerySet.as_manager()

    class Meta:
        verbose_name = _("usine")
        verbose_name_plural = _("usines")
        ordering = ["site__name"]
        indexes = [models.Index(fields=["maker", "closed_on"])]

    def __str__(self) -> str:
        return str(self.site)

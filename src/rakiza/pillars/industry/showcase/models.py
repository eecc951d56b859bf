"""Whether a maker shows its products to everybody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation


class Showcase(models.Model):
    """One maker's choice; without a row nothing of it is shown."""

    maker = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="showcase", verbose_name=_("fabricant")
    )
    open = models.BooleanField(_("ouverte"), default=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    class Meta:
        verbose_name = _("vitrine")
        verbose_name_plural = _("vitrines")

    def __str__(self) -> str:
        return str(self.maker)

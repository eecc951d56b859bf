"""Packaging levels of a device, and the versions that it has gone through."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PackLevel(models.Model):
    """One packaging level: level 1 holds base units, each next one packs of the level below."""

    device = models.ForeignKey(
        "industry.Device", on_delete=models.CASCADE, related_name="packs", verbose_name=_("dispositif")
    )
    level = models.PositiveSmallIntegerField(_("niveau"))
    unit = models.CharField(_("emballage"), max_length=30)
    quantity = models.PositiveIntegerField(_("contient"), help_text=_("Unités du niveau en dessous."))
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True, db_index=True)

    class Meta:
        verbose_name = _("niveau d'emballage")
        verbose_name_plural = _("niveaux d'emballage")
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["device", "level"], name="pack_level_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1, level__gte=1), name="pack_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} × {self.quantity}"


class DeviceVersion(models.Model):
    """What a device was after one change: who made it, and the whole description."""

    device = models.ForeignKey(
        "industry.Device", on_delete=models.CASCADE, related_name="versions", verbose_name=_("dispositif")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("contenu"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("changé par"),
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("version de dispositif")
        verbose_name_plural = _("versions de dispositif")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["device", "number"], name="device_version_once")]

    def __str__(self) -> str:
        return f"{self.device} v{self.number}"

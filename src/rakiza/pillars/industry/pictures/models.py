"""Pictures of a device, written anew when they came, with what says what they show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile


class DevicePicture(models.Model):
    """One picture. `removed_at`: taken off, which can be undone; the bytes stay with the versions."""

    device = models.ForeignKey(
        "industry.Device", on_delete=models.CASCADE, related_name="pictures", verbose_name=_("dispositif")
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    thumbnail = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("vignette")
    )
    width = models.PositiveIntegerField(_("largeur"), help_text=_("En pixels."))
    height = models.PositiveIntegerField(_("hauteur"), help_text=_("En pixels."))
    alt_fr = models.CharField(_("ce que montre l'image, en français"), max_length=200, blank=True)
    alt_ar = models.CharField(_("ce que montre l'image, en arabe"), max_length=200, blank=True)
    alt_en = models.CharField(_("ce que montre l'image, en anglais"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    created_at = models.DateTimeField(_("ajoutée le"), auto_now_add=True)

    class Meta:
        verbose_name = _("image de dispositif")
        verbose_name_plural = _("images de dispositif")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.device} · {self.position}"

    def alt_in(self, language: str) -> str:
        """Return what the picture shows, in the language or else in French; empty where nobody said."""
        said: str = getattr(self, f"alt_{language}", "")
        return said or self.alt_fr

"""A file that somebody handed over or that a job wrote."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files by owner and content."""

    def of_organisation(self, organisation_id: int) -> Self:
        """Keep the files of one organisation."""
        return self.filter(organisation_id=organisation_id)

    def with_content(self, sha256: str) -> Self:
        """Keep the files of that very content, oldest first."""
        return self.filter(sha256=sha256).order_by("pk")


class StoredFile(models.Model):
    """The record of a file; its bytes live under the data folder at their SHA-256."""

    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("taille"), help_text=_("En octets."))
    media_type = models.CharField(_("type"), max_length=100, help_text=_("Reconnu au contenu, pas au nom."))
    original_name = models.CharField(_("nom d'origine"), max_length=255)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="files",
        verbose_name=_("organisation"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("déposé par"),
    )
    created_at = models.DateTimeField(_("déposé le"), auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        indexes = [models.Index(fields=["organisation", "-created_at"])]

    def __str__(self) -> str:
        return self.original_name

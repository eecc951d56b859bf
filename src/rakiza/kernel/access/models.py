"""Keys by which programs act for a membership. Only a hash of each secret is kept."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.enums import Reach
from rakiza.kernel.organisations.models import Membership


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    """Keys by whose they are and whether they open anything."""

    def standing(self) -> Self:
        """Keep the keys that nobody revoked, expired ones with them."""
        return self.filter(revoked_at__isnull=True)

    def in_force(self, day: date) -> Self:
        """Keep the keys that open something on `day`: neither revoked nor expired, of a membership in force."""
        return self.standing().filter(expires_on__gte=day, membership__in=Membership.objects.valid_on(day))


class AccessKey(models.Model):
    """A named key of one membership, until a day. It says whom it acts for by that membership alone."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="access_keys", verbose_name=_("agit comme")
    )
    name = models.CharField(_("nom"), max_length=40)
    reach = models.CharField(_("portée"), max_length=5, choices=Reach.choices, default=Reach.READ)
    prefix = models.CharField(_("début de la clé"), max_length=12, unique=True)
    secret_hash = models.CharField(_("empreinte de la clé"), max_length=64)
    expires_on = models.DateField(_("valable au"), help_text=_("Ce jour compris."))
    last_used_at = models.DateTimeField(_("dernier usage"), null=True)
    last_address = models.CharField(_("adresse du dernier usage"), max_length=45, blank=True)
    revoked_at = models.DateTimeField(_("révoquée le"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("révoquée par"),
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("clé d'accès")
        verbose_name_plural = _("clés d'accès")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "name"],
                condition=Q(revoked_at__isnull=True),
                name="access_key_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """The answer to a change, kept for a while so that the same change sent again isn't done again."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("agit comme")
    )
    name = models.CharField(_("clé d'envoi"), max_length=80)
    fingerprint = models.CharField(_("empreinte de la demande"), max_length=64)
    status = models.PositiveSmallIntegerField(_("code de réponse"), default=0)
    body = models.TextField(_("réponse"), blank=True)
    at = models.DateTimeField(_("reçue le"))

    class Meta:
        verbose_name = _("réponse gardée")
        verbose_name_plural = _("réponses gardées")
        constraints = [models.UniqueConstraint(fields=["membership", "name"], name="answer_kept_once")]
        indexes = [models.Index(fields=["membership", "at"])]

    def __str__(self) -> str:
        return self.name

"""Organisations, and the people who act for them over a span of dates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.enums import OrganisationKind, Region, Role


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Parties by what they are."""

    def active(self) -> Self:
        """Keep the parties that still take part."""
        return self.filter(active=True)

    def health_groups(self) -> Self:
        """Keep the buyers' groups."""
        return self.filter(kind=OrganisationKind.HEALTH_GROUP)

    def suppliers(self) -> Self:
        """Keep the parties that can make devices."""
        return self.filter(
            kind__in=(OrganisationKind.MAKER, OrganisationKind.ADJACENT_INDUSTRY, OrganisationKind.START_UP)
        )


class Organisation(models.Model):
    """One party of the cluster: a health group, a maker, an authority."""

    kind = models.CharField(_("nature"), max_length=24, choices=OrganisationKind.choices)
    name = models.CharField(_("nom"), max_length=200, unique=True)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    ice = models.CharField(
        _("ICE"), max_length=15, blank=True, help_text=_("Identifiant commun de l'entreprise, 15 chiffres.")
    )
    region = models.CharField(_("région"), max_length=5, choices=Region.choices, blank=True)
    is_demonstration = models.BooleanField(
        _("démonstration"), default=False, help_text=_("Organisation fictive, signalée comme telle partout.")
    )
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name in `language`; the Arabic one where it is known."""
        return self.name_ar if language == "ar" and self.name_ar else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def valid_on(self, day: date) -> Self:
        """Keep the memberships in force on `day`, of active people and organisations."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            user__is_active=True,
            organisation__active=True,
        )


class Membership(models.Model):
    """One person acting for one organisation in one role, from a date to a date."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("personne"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices)
    valid_from = models.DateField(_("du"), null=True, blank=True)
    valid_to = models.DateField(_("au"), null=True, blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"

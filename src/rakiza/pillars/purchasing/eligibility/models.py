"""Alerts: a title that no longer covers what a published plan delivers, and what it puts at stake."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.plans.models import Award, Plan


class TitleAlertQuerySet(models.QuerySet["TitleAlert"]):
    """Alerts by whom they concern."""

    def standing(self) -> Self:
        """Keep the alerts that nothing has cleared."""
        return self.filter(cleared_on__isnull=True)

    def concerning(self, organisation_id: int) -> Self:
        """Keep the alerts in which an organisation has something at stake."""
        return self.filter(
            models.Exists(
                AlertStake.objects.filter(alert_id=models.OuterRef("pk"), organisation_id=organisation_id)
            )
        )


class TitleAlert(models.Model):
    """One failing title of one maker in one published plan, from the day it fails to the day it is mended."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="title_alerts", verbose_name=_("plan")
    )
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("fabricant")
    )
    kind = models.CharField(_("titre exigé"), max_length=14, choices=NeedOfTitle.choices)
    number = models.CharField(
        _("numéro"), max_length=60, blank=True, help_text=_("Vide : aucun titre n'est connu.")
    )
    cause = models.JSONField(_("cause"))
    first_month = models.PositiveSmallIntegerField(_("premier mois perdu"))
    deadline = models.DateField(_("échéance"), help_text=_("Premier jour d'un mois qui n'est plus couvert."))
    lots = models.PositiveIntegerField(_("lots touchés"))
    value = models.DecimalField(_("montant en jeu"), max_digits=20, decimal_places=2)
    opened_on = models.DateField(_("ouverte le"))
    cleared_on = models.DateField(_("levée le"), null=True)
    mended = models.BooleanField(_("titre réparé"), default=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = TitleAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte d'éligibilité")
        verbose_name_plural = _("alertes d'éligibilité")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "maker", "kind", "number"],
                condition=models.Q(cleared_on__isnull=True),
                name="one_standing_alert_a_title",
            )
        ]
        indexes = [models.Index(fields=["maker", "cleared_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class AlertedAward(models.Model):
    """An award that an alert touches. `parts`: the share of each quarter at stake, written exactly."""

    alert = models.ForeignKey(
        TitleAlert, on_delete=models.CASCADE, related_name="awards", verbose_name=_("alerte")
    )
    award = models.ForeignKey(
        Award, on_delete=models.CASCADE, related_name="+", verbose_name=_("attribution")
    )
    months = models.JSONField(_("mois perdus"))
    parts = models.JSONField(_("part de chaque trimestre"))

    class Meta:
        verbose_name = _("attribution touchée")
        verbose_name_plural = _("attributions touchées")
        constraints = [models.UniqueConstraint(fields=["alert", "award"], name="alerted_award_once")]

    def __str__(self) -> str:
        return f"{self.alert} · {self.award_id}"


class AlertStake(models.Model):
    """What one party has at stake, and what it was last told.

    A buyer's is in what it receives, taxes included; the maker's in its awards, excluding tax; that of
    those who oversee is the whole. `told` is the amount of the message, so that none is sent twice.
    """

    alert = models.ForeignKey(
        TitleAlert, on_delete=models.CASCADE, related_name="stakes", verbose_name=_("alerte")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=24, blank=True)
    lots = models.PositiveIntegerField(_("lots touchés"))
    value = models.DecimalField(_("montant en jeu"), max_digits=20, decimal_places=2)
    told_lots = models.PositiveIntegerField(_("lots annoncés"), default=0)
    told = models.DecimalField(_("montant annoncé"), max_digits=20, decimal_places=2, default=0)
    notification = models.ForeignKey(
        Notification, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("message")
    )

    class Meta:
        verbose_name = _("enjeu")
        verbose_name_plural = _("enjeux")
        constraints = [
            models.UniqueConstraint(fields=["alert", "organisation", "role"], name="alert_stake_once"),
            models.UniqueConstraint(
                fields=["alert", "role"],
                condition=models.Q(organisation__isnull=True),
                name="alert_stake_of_a_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert} · {self.value}"

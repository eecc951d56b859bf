"""Alerts on orders: a title no longer covers the month in which an order is to be delivered."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderAlertQuerySet(models.QuerySet["OrderAlert"]):
    """Alerts by whether they stand."""

    def standing(self) -> Self:
        """Keep the alerts that nothing has cleared."""
        return self.filter(cleared_on__isnull=True)


class OrderAlert(models.Model):
    """What failing titles put at stake in one order, until they hold again or the order is over.

    `told` is the amount of the last message, so that none is sent twice for the same stake.
    """

    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, related_name="alerts", verbose_name=_("commande")
    )
    cause = models.JSONField(_("cause"), help_text=_("De la ligne la plus chère."))
    value = models.DecimalField(_("montant en jeu, toutes taxes comprises"), max_digits=20, decimal_places=2)
    untaxed = models.DecimalField(_("montant en jeu, hors taxe"), max_digits=20, decimal_places=2)
    told = models.DecimalField(_("montant annoncé"), max_digits=20, decimal_places=2, default=0)
    opened_on = models.DateField(_("ouverte le"))
    cleared_on = models.DateField(_("levée le"), null=True)
    mended = models.BooleanField(_("titre réparé"), default=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrderAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte de commande")
        verbose_name_plural = _("alertes de commande")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(cleared_on__isnull=True),
                name="one_standing_alert_an_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} · {self.opened_on}"


class AlertedLine(models.Model):
    """One line that an alert touches: what is still awaited of it, and the title that fails."""

    alert = models.ForeignKey(
        OrderAlert, on_delete=models.CASCADE, related_name="lines", verbose_name=_("alerte")
    )
    line = models.ForeignKey(
        "orders.OrderLine", on_delete=models.CASCADE, related_name="+", verbose_name=_("ligne")
    )
    cause = models.JSONField(_("cause"))
    quantity = models.DecimalField(_("quantité en jeu"), max_digits=20, decimal_places=6)
    value = models.DecimalField(_("montant en jeu, toutes taxes comprises"), max_digits=20, decimal_places=2)
    untaxed = models.DecimalField(_("montant en jeu, hors taxe"), max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = _("ligne touchée")
        verbose_name_plural = _("lignes touchées")
        constraints = [models.UniqueConstraint(fields=["alert", "line"], name="alerted_line_once")]

    def __str__(self) -> str:
        return f"{self.alert} · {self.line_id}"

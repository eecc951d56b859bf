"""Orders, their lines and what was received. What titles put at stake in them is in `alert_models`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.purchasing.orders.enums import OPEN, OrderState
from rakiza.pillars.purchasing.plans.models import Award, Plan


class OrderCounter(models.Model):
    """The last number that an organisation gave to an order in a year."""

    buyer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("acheteur")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    last = models.PositiveIntegerField(_("dernier numéro"), default=0)

    class Meta:
        verbose_name = _("compteur de commandes")
        verbose_name_plural = _("compteurs de commandes")
        constraints = [models.UniqueConstraint(fields=["buyer", "year"], name="one_order_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.buyer} {self.year}"


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by how far they have come."""

    def open(self) -> Self:
        """Keep the orders that were sent and aren't over."""
        return self.filter(state__in=OPEN)

    def handed_over(self) -> Self:
        """Keep the orders that their maker was ever sent."""
        return self.filter(sent_at__isnull=False)

    def unanswered(self, day: date) -> Self:
        """Keep the orders that their maker should have answered before `day`."""
        return self.filter(state=OrderState.SENT, answer_by__lt=day)

    def alerted(self) -> Self:
        """Keep the orders on which an alert stands."""
        standing = OrderAlert.objects.standing().filter(order=models.OuterRef("pk"))
        return self.filter(models.Exists(standing))


class Order(models.Model):
    """What a buyer orders of one maker for one month of a published plan."""

    number = models.CharField(_("numéro"), max_length=20)
    buyer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="orders", verbose_name=_("acheteur")
    )
    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="received_orders", verbose_name=_("fabricant")
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="orders", verbose_name=_("plan"))
    month = models.PositiveSmallIntegerField(_("mois de livraison"), help_text=_("De l'année du plan."))
    deliver_by = models.DateField(_("à livrer au plus tard le"))
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lieu de livraison"),
    )
    state = models.CharField(_("état"), max_length=12, choices=OrderState.choices, default=OrderState.DRAFT)
    note = models.TextField(_("remarque"), max_length=2000, blank=True)
    reason = models.TextField(
        _("motif"), max_length=2000, blank=True, help_text=_("D'un refus, d'une annulation ou d'un solde.")
    )
    currency = models.CharField(_("monnaie"), max_length=3, default="MAD")
    untaxed = models.DecimalField(_("montant hors taxe"), max_digits=20, decimal_places=2, default=0)
    value = models.DecimalField(
        _("montant rendu toutes taxes comprises"), max_digits=20, decimal_places=2, default=0
    )
    sent_at = models.DateTimeField(_("envoyée le"), null=True)
    answer_by = models.DateField(_("réponse attendue le"), null=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True)
    ended_at = models.DateTimeField(_("finie le"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("préparée par")
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("commande")
        verbose_name_plural = _("commandes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="order_month_is_one"),
        ]
        indexes = [
            models.Index(fields=["buyer", "state", "-id"]),
            models.Index(fields=["maker", "state", "-id"]),
            models.Index(fields=["plan", "state"]),
        ]

    def __str__(self) -> str:
        return self.number

    def unanswered_on(self, day: date) -> bool:
        """Tell whether the maker should have answered before `day`."""
        return self.state == OrderState.SENT and self.answer_by is not None and self.answer_by < day


class OrderLine(models.Model):
    """One award called off. Base units of its lot; prices of one, as the award states them."""

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("commande")
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="+", verbose_name=_("attribution")
    )
    quantity = models.DecimalField(_("quantité"), max_digits=20, decimal_places=6)
    unit_price = models.DecimalField(_("prix unitaire hors taxe"), max_digits=18, decimal_places=6)
    landed_price = models.DecimalField(
        _("prix rendu toutes taxes comprises"), max_digits=18, decimal_places=6
    )
    accepted = models.DecimalField(_("quantité acceptée"), max_digits=20, decimal_places=6, default=0)

    class Meta:
        verbose_name = _("ligne de commande")
        verbose_name_plural = _("lignes de commande")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "award"], name="order_award_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_quantity_positive"),
            models.CheckConstraint(
                condition=Q(accepted__gte=0) & Q(accepted__lte=F("quantity")), name="order_accepted_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} · {self.award_id}"

    @property
    def awaited(self) -> Decimal:
        """What hasn't been accepted yet, in base units."""
        return self.quantity - self.accepted


class Receipt(models.Model):
    """What arrived of a line on one day. `refused` is the part of `quantity` that was turned down."""

    line = models.ForeignKey(
        OrderLine, on_delete=models.CASCADE, related_name="receipts", verbose_name=_("ligne")
    )
    received_on = models.DateField(_("reçue le"))
    quantity = models.DecimalField(_("quantité reçue"), max_digits=20, decimal_places=6)
    refused = models.DecimalField(_("quantité refusée"), max_digits=20, decimal_places=6, default=0)
    refusal = models.TextField(_("motif du refus"), max_length=500, blank=True)
    batch = models.CharField(_("numéro de lot"), max_length=60, blank=True)
    remark = models.TextField(_("remarque"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("saisie par")
    )
    created_at = models.DateTimeField(_("saisie le"), auto_now_add=True)

    class Meta:
        verbose_name = _("réception")
        verbose_name_plural = _("réceptions")
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="receipt_quantity_positive"),
            models.CheckConstraint(
                condition=Q(refused__gte=0) & Q(refused__lte=F("quantity")), name="receipt_refused_within"
            ),
            models.CheckConstraint(
                condition=Q(refused=0) | ~Q(refusal=""), name="receipt_refusal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.received_on}"

    @property
    def accepted(self) -> Decimal:
        """What was kept of it."""
        return self.quantity - self.refused


from rakiza.pillars.purchasing.orders.alert_models import AlertedLine, OrderAlert  # noqa: E402

__all__ = ["AlertedLine", "Order", "OrderAlert", "OrderCounter", "OrderLine", "Receipt"]

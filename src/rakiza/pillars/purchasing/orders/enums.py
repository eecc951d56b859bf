"""States of an order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderState(models.TextChoices):
    """How far an order has come."""

    DRAFT = "draft", _("brouillon")
    SENT = "sent", _("envoyée")
    # An order is feminine in Arabic, what else is confirmed or cancelled isn't.
    CONFIRMED = "confirmed", pgettext_lazy("commande", "confirmée")
    DECLINED = "declined", _("déclinée")
    PARTLY = "partly", _("reçue en partie")
    RECEIVED = "received", _("reçue")
    CANCELLED = "cancelled", pgettext_lazy("commande", "annulée")


# What a change of titles may still touch.
OPEN = frozenset({OrderState.SENT, OrderState.CONFIRMED, OrderState.PARTLY})
# What takes nothing of an award.
VOID = frozenset({OrderState.DECLINED, OrderState.CANCELLED})

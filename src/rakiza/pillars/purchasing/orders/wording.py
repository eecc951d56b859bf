"""What an order's lots and months are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.wording.formats import month, number
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.plans.lot_queries import titles_in
from rakiza.pillars.purchasing.plans.models import Award


def lot_titles(awards: Iterable[Award], language: str) -> dict[int, str]:
    """Return the titles of awards' lots by award; one query, none in French."""
    kept = list(awards)
    titles = titles_in((award.lot for award in kept), language)
    return {award.pk: titles[award.lot_id] for award in kept}


def lot_title(award: Award) -> str:
    """Return the title of one award's lot, in the reader's language."""
    return lot_titles([award], base_language(None))[award.pk]


def month_in_words(order: Order, language: str | None = None) -> str:
    """Return the month of delivery with its year."""
    return month(date(order.plan.year, order.month, 1), language)


def device_name(award: Award) -> str:
    """Return the name of what an award supplies, in the reader's language."""
    return award.offer.device.name_in(base_language(None))


def terms_in_words(award: Award) -> str:
    """Return how little and by how much an award's offer is delivered at a time; empty where it binds nothing."""
    offer = award.offer
    said = []
    if offer.minimum_order > 0:
        said.append(_("au moins %(minimum)s à la fois") % {"minimum": number(offer.minimum_order)})
    if offer.order_multiple != 1:
        said.append(_("par multiples de %(multiple)s") % {"multiple": number(offer.order_multiple)})
    return " · ".join(said)

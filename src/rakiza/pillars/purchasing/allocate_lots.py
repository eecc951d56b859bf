"""Lots in words for `rakiza allocate`: who won each and why, who came next, and what would make it win."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rakiza.kernel.wording.formats import DIRHAM, number, unit_price

MOST_TOLD = 20


def lots_told(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lots as `analyses_document` writes them, the first ones; the file holds them all."""
    told = found["lots"]
    for lot in told[:MOST_TOLD]:
        yield from _lot_told(lot)
    if len(told) > MOST_TOLD:
        yield _("… et %(count)s lots de plus dans le fichier.") % {"count": number(len(told) - MOST_TOLD)}


def _lot_told(lot: Mapping[str, Any]) -> Iterator[str]:
    yield _("Lot %(lot)s : %(winners)s.") % {"lot": lot["lot"], "winners": _winners(lot)}
    yield from (f"  {words}" for words in lot["words"])
    for rival in lot["rivals"][:1]:
        said = {
            "offer": rival["offer"],
            "maker": rival["maker"],
            "price": unit_price(Decimal(rival["listed"]), DIRHAM),
            "changes": " ".join(rival["words"]),
        }
        yield "  " + _("Suivante : %(offer)s (%(maker)s), à %(price)s. %(changes)s") % said


def _winners(lot: Mapping[str, Any]) -> str:
    held = [
        _("%(quantity)s à %(offer)s (%(maker)s) à %(price)s")
        % {
            "quantity": number(Decimal(one["quantity"])),
            "offer": one["offer"],
            "maker": one["maker"],
            "price": unit_price(Decimal(one["price"]), DIRHAM),
        }
        for one in lot["winners"]
    ]
    rest = Decimal(lot["imported"])
    if rest or not held:
        held.append(_("%(quantity)s à personne d'ici") % {"quantity": number(rest)})
    return " · ".join(held)

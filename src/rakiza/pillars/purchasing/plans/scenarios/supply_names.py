"""What the lines and offers of an analysis are called: the engine knows them by numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rakiza.pillars.industry.models import Offer, ProductionLine


def supply_names(keys: Iterable[str], language: str) -> Mapping[str, str]:
    """Return the name of each line (`maker/line`) or offer with a capacity of its own, in two queries."""
    wanted = set(keys)
    lines = {_number(key.rpartition("/")[2]): key for key in wanted if "/" in key}
    offers = {_number(key): key for key in wanted if "/" not in key}
    named = {
        lines[line.pk]: f"{line.maker.name_in(language)} · {line.name}"
        for line in ProductionLine.objects.filter(pk__in=lines).select_related("maker")
    }
    made = Offer.objects.filter(pk__in=offers).select_related("device__maker")
    return named | {
        offers[offer.pk]: f"{offer.device.maker.name_in(language)} · {offer.device.name_in(language)}"
        for offer in made
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0

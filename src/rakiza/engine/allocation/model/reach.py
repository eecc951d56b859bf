"""The most that can be reached: every big number of the model is cut to what lines can make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from rakiza.engine.allocation.model.draft import Draft
from rakiza.engine.allocation.options import own_capacity, whole
from rakiza.engine.allocation.values import ONE


class Reach:
    """Most units that sets of options can order over the year."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._lines = {line.id: line.available for line in draft.component.lines}
        reliable = {maker.id: maker.reliability for maker in draft.component.makers}
        self._own = [own_capacity(offer, reliable.get(offer.maker, ONE)) for offer in draft.component.offers]

    def of(self, options: Iterable[int]) -> int:
        """Return a valid bound on what these options order together."""
        draft = self._draft
        by_offer: dict[int, list[int]] = defaultdict(list)
        for option in options:
            by_offer[draft.options[option].offer].append(option)
        by_line: dict[str | None, list[int]] = defaultdict(list)
        for offer in by_offer:
            by_line[draft.component.offers[offer].line].append(offer)
        return sum(self._on_line(line, offers, by_offer) for line, offers in by_line.items())

    def _on_line(self, line: str | None, offers: list[int], by_offer: dict[int, list[int]]) -> int:
        separately = sum(self._of_offer(offer, by_offer[offer]) for offer in offers)
        if line is None:
            return separately
        options = [option for offer in offers for option in by_offer[offer]]
        least = min(self._draft.options[option].consumption for option in options)
        together = sum(self._units(capacity, least) for capacity in self._lines[line])
        return min(separately, together)

    def _of_offer(self, offer: int, options: list[int]) -> int:
        draft = self._draft
        alone = sum(draft.options[option].ordered for option in options)
        own = self._own[offer]
        total = 0
        for period in range(draft.periods):
            made = sum(
                draft.options[o].quarters[period]
                + (draft.options[o].surplus if draft.options[o].last == period else 0)
                for o in options
            )
            if own is not None:
                made = min(made, whole(own[period], draft.scale))
            line = draft.component.offers[offer].line
            if line is not None:
                least = min(draft.options[option].consumption for option in options)
                made = min(made, self._units(self._lines[line][period], least))
            total += made
        return min(alone, total)

    def _units(self, capacity: Decimal, consumption: Decimal) -> int:
        return whole(capacity / consumption, self._draft.scale) + 1

"""Whether an offer may lawfully be supplied, month by month of the plan year.

A month is eligible only if every required title holds on **every day** of it, and so does the
offer: a certificate that expires on the 30th of a 31-day month makes that month ineligible. Titles
of one kind add up: a renewal that starts the day after the old one ends leaves no gap. A
registration may be replaced, day by day, by a specific authorisation of the device.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rakiza.engine.planning import reasons
from rakiza.engine.planning.plan import MonthEligibility, OfferEligibility
from rakiza.engine.planning.values import Device, Maker, Rules, SupplyOffer, Title, TitleKind
from rakiza.engine.reasons import Reason

Span = tuple[date, date]  # both ends included
DAY = timedelta(days=1)


def eligibility(
    offer: SupplyOffer,
    device: Device,
    maker: Maker,
    titles: Iterable[Title],
    year: int,
    rules: Rules,
) -> OfferEligibility:
    """Return the eligibility of one offer over the twelve months of `year`."""
    own = sorted(
        (title for title in titles if title.maker == maker.id and _concerns(title, device)),
        key=lambda title: (title.kind, title.number, title.valid_from or date.min),
    )
    needed = tuple(_needed(rules, own))
    months = tuple(_month(offer, needed, year, month) for month in range(1, 13))
    return OfferEligibility(offer.id, months)


def valid_spans(title: Title) -> tuple[Span, ...]:
    """Return the closed intervals in which a title holds: its validity less its suspensions."""
    spans: list[Span] = [(title.valid_from or date.min, title.valid_to or date.max)]
    for start, end in sorted(title.suspended):
        cut: list[Span] = []
        for first, last in spans:
            if end < first or start > last:
                cut.append((first, last))
                continue
            if first < start:
                cut.append((first, start - DAY))
            if end < last:
                cut.append((end + DAY, last))
        spans = cut
    return tuple(span for span in spans if span[0] <= span[1])


def covers(spans: Iterable[Span], first: date, last: date) -> bool:
    """Whether the spans together hold on every day from `first` to `last`."""
    day = first
    for start, end in sorted(spans):
        if start > day:
            return False
        if end >= last:
            return True
        if end >= day:
            day = end + DAY
    return False


def _concerns(title: Title, device: Device) -> bool:
    if title.device is not None and title.device != device.id:
        return False
    return not title.families or device.family in title.families


_Needed = tuple[TitleKind, tuple[Title, ...]]


def _needed(rules: Rules, titles: Sequence[Title]) -> Iterable[_Needed]:
    """Each required kind with the titles that may satisfy it."""
    kinds = [
        (rules.require_declaration, TitleKind.DECLARATION, {TitleKind.DECLARATION}),
        (rules.require_certificate, TitleKind.CERTIFICATE, {TitleKind.CERTIFICATE}),
        (
            rules.require_registration,
            TitleKind.REGISTRATION,
            {TitleKind.REGISTRATION, TitleKind.AUTHORISATION},
        ),
    ]
    for required, kind, accepted in kinds:
        if required:
            yield kind, tuple(title for title in titles if title.kind in accepted)


def _month(offer: SupplyOffer, needed: tuple[_Needed, ...], year: int, month: int) -> MonthEligibility:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    found: list[Reason] = []
    if offer.valid_from is not None and offer.valid_from > first:
        found.append(Reason.of(reasons.OFFER_STARTS, date=offer.valid_from.isoformat()))
    if offer.valid_to is not None and offer.valid_to < last:
        found.append(Reason.of(reasons.OFFER_EXPIRES, date=offer.valid_to.isoformat()))
    for kind, titles in needed:
        spans = [span for title in titles for span in valid_spans(title)]
        if not covers(spans, first, last):
            found.extend(_why(kind, titles, first, last))
    return MonthEligibility(month, eligible=not found, reasons=tuple(found))


def _why(kind: TitleKind, titles: tuple[Title, ...], first: date, last: date) -> Iterable[Reason]:
    if not titles:
        return [Reason.of(reasons.NO_TITLE, kind=kind.value)]
    found = [reason for title in titles for reason in _title_faults(title, first, last)]
    return found or [Reason.of(reasons.NO_TITLE, kind=kind.value)]


def _title_faults(title: Title, first: date, last: date) -> Iterable[Reason]:
    def said(code: str, day: date, **more: str) -> Reason:
        return Reason.of(
            code.format(kind=title.kind.value), number=title.number, date=day.isoformat(), **more
        )

    if title.valid_to is not None and title.valid_to < last:
        yield said(reasons.TITLE_EXPIRES, title.valid_to)
    if title.valid_from is not None and title.valid_from > first:
        yield said(reasons.TITLE_STARTS, title.valid_from)
    for start, end in sorted(title.suspended):
        if start <= last and end >= first:
            yield said(reasons.TITLE_SUSPENDED, start, until=end.isoformat())

"""Whether an offer may lawfully be supplied, month by month of the plan year.

A month is eligible only if every required title holds on **every day** of it, and so does the
offer: a certificate that expires on the 30th of a 31-day month makes that month ineligible. Titles
of one kind add up: a renewal that starts the day after the old one ends leaves no gap. A
registration may be replaced, day by day, by a specific authorisation of the device; one that was given for
other characteristics than the device's covers no day until it is amended. A declaration
or a certificate of one site covers what is made there; where several sites may make a device, each
must be covered.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rakiza.engine.planning import reasons
from rakiza.engine.planning.plan import MonthEligibility, OfferEligibility
from rakiza.engine.planning.values import Device, Maker, Rules, Site, SupplyOffer, Title, TitleKind
from rakiza.engine.reasons import Reason

Span = tuple[date, date]  # both ends included
DAY = timedelta(days=1)
CHARACTERISTICS = ","  # between the names of what differs


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
    needed = tuple(_needed(rules, own, offer.sites))
    months = tuple(_month(offer, needed, year, month) for month in range(1, 13))
    return OfferEligibility(offer.id, months)


def valid_spans(title: Title) -> tuple[Span, ...]:
    """Return the closed intervals in which a title holds: its validity less its suspensions, while its site stood.

    None for a device that is otherwise than the title was given for, nor where it wasn't given for supply.
    """
    if title.differs or title.unfit:
        return ()
    spans: list[Span] = [(title.valid_from or date.min, _last_day(title))]
    for start, end in _suspensions(title):
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


def _last_day(title: Title) -> date:
    end = title.valid_to or date.max
    return end if title.closed is None else min(end, title.closed - DAY)


def _suspensions(title: Title) -> list[Span]:
    """Return the days of each suspension; one that nobody lifted yet lasts to the end of time."""
    return sorted((start, end or date.max) for start, end in title.suspended)


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


@dataclass(frozen=True, slots=True)
class _Needed:
    """A required kind, the titles that may satisfy it at one site (None: wherever), those of other sites."""

    kind: TitleKind
    titles: tuple[Title, ...]
    site: Site | None = None
    elsewhere: tuple[Title, ...] = ()


def _needed(rules: Rules, titles: Sequence[Title], sites: Sequence[Site]) -> Iterable[_Needed]:
    """Each required kind, once for each site that may make the device where a title is of one site only."""
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
        if not required:
            continue
        of_kind = tuple(title for title in titles if title.kind in accepted)
        if not sites or all(title.site is None for title in of_kind):
            yield _Needed(kind, of_kind)
            continue
        for site in sites:
            here = tuple(title for title in of_kind if title.site is None or title.site.id == site.id)
            yield _Needed(kind, here, site, tuple(title for title in of_kind if title not in here))


def _month(offer: SupplyOffer, needed: Sequence[_Needed], year: int, month: int) -> MonthEligibility:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    found = list(_offer_faults(offer, first, last))
    for one in needed:
        if not _hold(one.titles, first, last):
            found.extend(_why(one, first, last))
    return MonthEligibility(month, eligible=not found, reasons=tuple(dict.fromkeys(found)))


def _offer_faults(offer: SupplyOffer, first: date, last: date) -> Iterable[Reason]:
    """Return what keeps an offer itself from holding on every day: its dates, or the site of its line, closed before."""
    if offer.valid_from is not None and offer.valid_from > first:
        yield Reason.of(reasons.OFFER_STARTS, date=offer.valid_from.isoformat())
    if offer.valid_to is not None and offer.valid_to < min(last, (offer.closed or date.max) - DAY):
        yield Reason.of(reasons.OFFER_EXPIRES, date=offer.valid_to.isoformat())
    if offer.closed is not None and offer.closed <= last:
        site = offer.sites[0].name if offer.sites else ""
        yield Reason.of(reasons.OFFER_SITE_CLOSED, site=site, date=offer.closed.isoformat())


def _hold(titles: Iterable[Title], first: date, last: date) -> bool:
    return covers([span for title in titles for span in valid_spans(title)], first, last)


def _why(needed: _Needed, first: date, last: date) -> Iterable[Reason]:
    """Return what is wrong with the titles of the site; those that hold elsewhere, or aren't for supply, where it has none."""
    fit = [title for title in needed.titles if not title.unfit]
    found = [reason for title in fit for reason in _title_faults(title, first, last)]
    if not found and needed.site is not None:
        found = [
            _of_another_site(title, needed.site) for title in needed.elsewhere if _hold([title], first, last)
        ]
    if not found:
        found = [_unfit(title) for title in needed.titles if title.unfit and _meets(title, first, last)]
    return found or [Reason.of(reasons.NO_TITLE, kind=needed.kind.value)]


def _meets(title: Title, first: date, last: date) -> bool:
    return (title.valid_from or date.min) <= last and _last_day(title) >= first


def _unfit(title: Title) -> Reason:
    code = reasons.TITLE_UNFIT.format(kind=title.kind.value)
    return Reason.of(code, number=title.number, purpose=title.unfit)


def _of_another_site(title: Title, made: Site) -> Reason:
    assert title.site is not None  # noqa: S101 - a title of the whole maker is of every site
    code = reasons.DECLARATION_SITE if title.kind == TitleKind.DECLARATION else reasons.CERTIFICATE_SITE
    return Reason.of(code, number=title.number, site=title.site.name, made=made.name)


def _title_faults(title: Title, first: date, last: date) -> Iterable[Reason]:
    def said(code: str, day: date, **more: str) -> Reason:
        return Reason.of(
            code.format(kind=title.kind.value), number=title.number, date=day.isoformat(), **more
        )

    begun = title.valid_from is None or title.valid_from <= last
    if title.differs and begun and (title.valid_to is None or title.valid_to >= first):
        named = CHARACTERISTICS.join(title.differs)
        yield Reason.of(reasons.REGISTERED_OTHERWISE, number=title.number, characteristics=named)
    if title.closed is not None and title.closed <= last and title.site is not None:
        yield said(reasons.SITE_CLOSED, title.closed, site=title.site.name)
    elif title.valid_to is not None and title.valid_to < last:
        yield said(reasons.TITLE_EXPIRES, title.valid_to)
    if title.valid_from is not None and title.valid_from > first:
        yield said(reasons.TITLE_STARTS, title.valid_from)
    for start, end in _suspensions(title):
        if start > last or end < first:
            continue
        if end == date.max:
            yield said(reasons.TITLE_HALTED, start)
        else:
            yield said(reasons.TITLE_SUSPENDED, start, until=end.isoformat())

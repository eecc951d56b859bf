"""Reads of lots: the list with its filters, and what stays uncovered. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, OrderBy, Q, Sum

from rakiza.engine.reading import fold
from rakiza.engine.reasons import Reason
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.organisations.queries import names_in
from rakiza.kernel.wording.attributes import say_values
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.purchasing.plans.enums import LotState, UncoveredKind
from rakiza.pillars.purchasing.plans.lot_models import MAKERS_APART, LotQuerySet
from rakiza.pillars.purchasing.plans.models import FamilyTotal, Lot, LotContribution, Plan, UncoveredNeed
from rakiza.pillars.purchasing.plans.queries import family_labels
from rakiza.pillars.purchasing.plans.visibility import Sight

PAGE_SIZE = 50
_CHUNK = 2000
_OPEN_SORTS: Mapping[str, str] = {"title": "title", "family": "family", "state": "state"}
_FIGURE_SORTS: Mapping[str, str] = {
    "quantity": "quantity",
    "value": "value",
    "covered_value": "covered_value",
    "savings": "savings",
    "local_share": "local_share",
    "uncovered": "uncovered_quantity",
    "buyers": "buyers_count",
}


@dataclass(frozen=True, slots=True)
class LotFilters:
    """What the list is narrowed to. `sort` is a key, with `-` before it for descending order.

    `maker` keeps the lots awarded to it (not heeded for makers, who see only their own).
    `member` is heeded for overseers, and for a buyer when it names its own organisation.
    """

    family: str = ""
    state: str = ""
    criticality: str = ""
    at_risk: bool = False
    maker: int | None = None
    member: int | None = None
    search: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot as the actor may see it: figures that are hidden are None and `hidden` is true.

    `own_quantity` is what the actor's own organisation put in (buyers only).
    """

    id: int
    code: str
    title: str
    family: str
    family_label: str
    emdn: str
    base_unit: str
    criticality: str
    state: LotState
    at_risk: bool
    buyers: int | None
    quantity: Decimal | None
    uncovered_quantity: Decimal | None
    value: Decimal | None
    covered_value: Decimal | None
    savings: Decimal | None
    local_share: Decimal | None
    makers: str
    own_quantity: Decimal | None
    hidden: bool
    quarters: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class LotPage:
    """A page of lots. `number` counts from 1; `total` lots match the filters."""

    rows: tuple[LotRow, ...]
    total: int
    number: int
    pages: int


def sort_keys(actor: Actor) -> tuple[str, ...]:
    """Return the keys the actor may sort by: an order by hidden figures would betray them."""
    keys = {**_OPEN_SORTS, **_FIGURE_SORTS} if actor.oversees else _OPEN_SORTS
    return tuple(sorted(keys))


def visible_lots(actor: Actor, plan: Plan, filters: LotFilters | None = None) -> LotQuerySet:
    """Return the lots of the current run that the actor may see, filtered and sorted."""
    require(actor, "plans.view", plan)
    filters = filters or LotFilters()
    sight = Sight.of(actor)
    lots = sight.lots(Lot.objects.of_run(plan.current_run_id or 0))
    if filters.family:
        lots = lots.filter(family=filters.family)
    if filters.state:
        lots = lots.filter(state=filters.state)
    if filters.criticality:
        lots = lots.filter(criticality=filters.criticality)
    if filters.maker is not None and sight.maker is None:
        lots = lots.awarded_to(filters.maker)
    if filters.at_risk:
        lots = lots.filter(at_risk=True)
    if filters.member is not None and (sight.everything or sight.buyer == filters.member):
        lots = lots.with_needs_of(filters.member)
    for word in fold(filters.search).split():
        lots = lots.filter(_holds(word, sight))
    return lots.order_by(*_order(filters.sort, actor))


def _holds(word: str, sight: Sight) -> Q:
    """Return the condition that a lot names `word`; makers' names are searched where they are shown."""
    found = Q(search_text__contains=word)
    return found | Q(makers_text__contains=word) if sight.maker is None else found


def _order(sort: str, actor: Actor) -> Sequence[str | OrderBy]:
    key = sort.lstrip("-")
    if key not in sort_keys(actor):
        return [F("value").desc(nulls_last=True), "id"] if actor.oversees else ["title", "id"]
    column = F({**_OPEN_SORTS, **_FIGURE_SORTS}[key])
    return [column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True), "id"]


def lots_page(
    actor: Actor,
    plan: Plan,
    filters: LotFilters | None = None,
    *,
    language: str,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> LotPage:
    """Return one page of the list, in four queries whatever its length; a page too far is the last."""
    lots = visible_lots(actor, plan, filters)
    total = lots.count()
    pages = max(1, -(-total // size))
    number = min(max(page, 1), pages)
    chosen = list(lots.defer(*_unread(language))[(number - 1) * size : number * size])
    return LotPage(tuple(_rows(actor, plan, chosen, language)), total, number, pages)


def lot_rows(
    actor: Actor, plan: Plan, filters: LotFilters | None = None, *, language: str
) -> Iterable[LotRow]:
    """Return every lot of the list, for an export of exactly what is shown."""
    lots = visible_lots(actor, plan, filters).defer(*_unread(language))
    chunk: list[Lot] = []
    for lot in lots.iterator(chunk_size=_CHUNK):
        chunk.append(lot)
        if len(chunk) == _CHUNK:
            yield from _rows(actor, plan, chunk, language)
            chunk = []
    yield from _rows(actor, plan, chunk, language)


def row_of(actor: Actor, plan: Plan, lot: Lot, language: str) -> LotRow:
    """Return one lot as the actor may see it."""
    return _rows(actor, plan, [lot], language)[0]


def _rows(actor: Actor, plan: Plan, lots: Sequence[Lot], language: str) -> list[LotRow]:
    sight = Sight.of(actor)
    labels = family_labels(plan.current_run_id or 0, language)
    own = own_quantities(sight.buyer, [lot.pk for lot in lots]) if sight.buyer is not None else {}
    rows = [_row(lot, sight, labels, own, language) for lot in lots]
    called = names_in((name for row in rows for name in row.makers.split(MAKERS_APART)), language)
    return [replace(row, makers=_called(row.makers, called)) for row in rows] if called else rows


def _called(makers: str, called: Mapping[str, str]) -> str:
    return MAKERS_APART.join(called.get(name, name) for name in makers.split(MAKERS_APART))


def _unread(language: str) -> tuple[str, ...]:
    """Return the columns that a list leaves in the database; only the French title is kept ready."""
    long = ("risks", "search_text", "makers_text")
    return (*long, "requirement") if language == "fr" else long


def title_in(lot: Lot, label: str, language: str) -> str:
    """Return the lot's family and stated values in `language`."""
    if language == "fr":
        return lot.title
    values = say_values(attributes_from(lot.requirement), language=language)
    return f"{label} · {values}" if values else label


def titles_in(lots: Iterable[Lot], language: str) -> dict[int, str]:
    """Return the titles of lots of any runs by number: one query for their families' names, none in French."""
    kept = list(lots)
    labels: dict[tuple[int, str], str] = {}
    if language != "fr":
        totals = FamilyTotal.objects.filter(run_id__in={lot.run_id for lot in kept})
        labels = {(total.run_id, total.family): total.label(language) for total in totals}
    return {lot.pk: title_in(lot, labels.get((lot.run_id, lot.family), lot.family), language) for lot in kept}


def own_quantities(organisation_id: int, lot_ids: Sequence[int]) -> dict[int, Decimal]:
    """Return what one member put into each of the lots, in one query."""
    sums = (
        LotContribution.objects.filter(organisation_id=organisation_id, lot_id__in=lot_ids)
        .values_list("lot_id")
        .annotate(total=Sum("quantity"))
    )
    return dict(sums)


def _row(
    lot: Lot, sight: Sight, labels: Mapping[str, str], own: Mapping[int, Decimal], language: str
) -> LotRow:
    shown = sight.pools(lot.buyers_count)
    own_quantity = own.get(lot.pk, Decimal(0)) if sight.buyer is not None else None
    priced = shown and sight.maker is None
    return LotRow(
        id=lot.pk,
        code=lot.code,
        title=title_in(lot, labels.get(lot.family, lot.family), language),
        family=lot.family,
        family_label=labels.get(lot.family, lot.family),
        emdn=lot.emdn,
        base_unit=lot.base_unit,
        criticality=lot.criticality,
        state=LotState(lot.state),
        at_risk=lot.at_risk,
        buyers=lot.buyers_count if shown else None,
        quantity=lot.quantity if shown else None,
        uncovered_quantity=lot.uncovered_quantity if shown else None,
        value=lot.value if priced else None,
        covered_value=lot.covered_value if priced else None,
        savings=lot.savings if priced else None,
        local_share=lot.local_share if shown else None,
        makers=sight.maker_names(lot),
        own_quantity=own_quantity,
        hidden=not shown,
        quarters=(lot.q1, lot.q2, lot.q3, lot.q4) if shown else None,
    )


@dataclass(frozen=True, slots=True)
class UncoveredRow:
    """A remainder without local supply, as the actor may see it."""

    lot_id: int
    title: str
    family: str
    family_label: str
    kind: UncoveredKind
    quantity: Decimal | None
    base_unit: str
    import_price: Decimal | None
    reasons: tuple[Reason, ...]
    nearest_maker: str
    nearest_device: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class UncoveredPage:
    """A page of uncovered needs."""

    rows: tuple[UncoveredRow, ...]
    total: int
    number: int
    pages: int


def uncovered_page(
    actor: Actor,
    plan: Plan,
    *,
    language: str,
    kind: str = "",
    family: str = "",
    lot: int | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> UncoveredPage:
    """Return what no local maker supplies. A maker sees it for its own lots and for what nobody makes."""
    require(actor, "plans.view", plan)
    sight = Sight.of(actor)
    found = UncoveredNeed.objects.filter(run_id=plan.current_run_id or 0)
    if sight.maker is not None:
        own = Lot.objects.of_run(plan.current_run_id or 0).considered_for(sight.maker)
        found = found.filter(Q(kind=UncoveredKind.NO_DEVICE) | Q(lot__in=own))
    if lot is not None:
        found = found.filter(lot_id=lot)
    if kind:
        found = found.filter(kind=kind)
    if family:
        found = found.filter(lot__family=family)
    total = found.count()
    pages = max(1, -(-total // size))
    number = min(max(page, 1), pages)
    chosen = found.select_related("lot", "nearest__maker", "nearest__offer__device").order_by(
        *_uncovered_order(sight)
    )
    labels = family_labels(plan.current_run_id or 0, language)
    rows = tuple(
        _uncovered_row(one, sight, labels, language) for one in chosen[(number - 1) * size : number * size]
    )
    return UncoveredPage(rows, total, number, pages)


def _uncovered_order(sight: Sight) -> Sequence[str | OrderBy]:
    """Put the costliest first for overseers; an order by hidden figures would betray them to the others."""
    if not sight.everything:
        return ["kind", "lot__title", "id"]
    return [(F("quantity") * F("import_price")).desc(nulls_last=True), "id"]


def _uncovered_row(
    one: UncoveredNeed, sight: Sight, labels: Mapping[str, str], language: str
) -> UncoveredRow:
    lot, nearest = one.lot, one.nearest
    shown = sight.pools(lot.buyers_count)
    named = nearest is not None and sight.sees_maker(nearest.maker_id)
    reasons = sight.reasons(one.reasons)
    if nearest is not None and not named:
        reasons = ()
    return UncoveredRow(
        lot_id=lot.pk,
        title=title_in(lot, labels.get(lot.family, lot.family), language),
        family=lot.family,
        family_label=labels.get(lot.family, lot.family),
        kind=UncoveredKind(one.kind),
        quantity=one.quantity if shown else None,
        base_unit=lot.base_unit,
        import_price=one.import_price if shown and sight.maker is None else None,
        reasons=reasons,
        nearest_maker=nearest.maker.name_in(language) if nearest is not None and named else "",
        nearest_device=nearest.offer.device.name_in(language) if nearest is not None and named else "",
        hidden=not shown,
    )

"""The catalogue's search index, kept by each process and made anew when the catalogue has changed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.db.models import Max

from rakiza.engine.families import Labels
from rakiza.engine.search import SearchIndex, SearchRecord
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.catalogue_stamp import CatalogueState, catalogue_state
from rakiza.pillars.industry.models import Device, DeviceQuerySet
from rakiza.pillars.industry.queries import catalogue_of_maker, catalogue_on_sale
from rakiza.pillars.industry.values import attributes_from
from rakiza.reference.families import load as families
from rakiza.reference.vocabulary import load as vocabulary

_EVERYBODY = 0
_MOST = 32  # catalogues kept: everybody's, and those of the makers that searched last
_LONGEST_CHANGE = timedelta(minutes=15)  # a device's hour is taken before the transaction ends
_COLUMNS = (
    "pk",
    "name",
    "name_ar",
    "name_en",
    "family",
    "maker_id",
    "maker__name",
    "maker__name_ar",
    "attributes",
    "reference",
    "gtin",
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One catalogue's index, the state it is of, and the latest change of a device it holds."""

    state: CatalogueState
    seen: datetime | None
    index: SearchIndex


_kept: OrderedDict[int, _Kept] = OrderedDict()
_building = Lock()


def index_for(actor: Actor) -> SearchIndex:
    """Return the index of the catalogue that the actor may see: a maker its own, others all on sale.

    The state is read before the devices: a change in between makes the index newer than its mark,
    and it is brought up to date once more; never older.
    """
    return _index(actor.organisation.pk if actor.plays(Role.MAKER) else _EVERYBODY)


def warm_index() -> None:
    """Make everybody's index, so that nobody waits for it."""
    _index(_EVERYBODY)


def forget_indexes() -> None:
    """Drop what is kept, as a process that starts does."""
    _kept.clear()


def _index(whose: int) -> SearchIndex:
    state = catalogue_state()
    found = _kept.get(whose)
    if found is None or found.state != state:
        with _building:
            found = _kept.get(whose)
            if found is None or found.state != state:
                found = _kept[whose] = _brought_up(
                    found, state, catalogue_of_maker(whose) if whose else catalogue_on_sale()
                )
            _kept.move_to_end(whose)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return found.index


def _brought_up(kept: _Kept | None, state: CatalogueState, visible: DeviceQuerySet) -> _Kept:
    """Index what changed since `kept`; everything where makers changed, or nothing is kept."""
    seen = Device.objects.aggregate(seen=Max("updated_at"))["seen"]
    if kept is None or kept.seen is None or not kept.state.same_makers(state):
        labels = {name: one.labels for name, one in vocabulary().attributes.items()}
        return _Kept(state, seen, SearchIndex(_records(visible), families(), labels))
    since = kept.seen - _LONGEST_CHANGE
    changed = set(Device.objects.filter(updated_at__gte=since).values_list("pk", flat=True))
    records = _records(visible.filter(updated_at__gte=since))
    removed = {str(pk) for pk in changed} - {record.id for record in records}
    return _Kept(state, seen, kept.index.changed(records, removed))


def _records(devices: DeviceQuerySet) -> list[SearchRecord]:
    rows = devices.order_by("pk").values_list(*_COLUMNS)
    return [_record(*row) for row in rows.iterator(chunk_size=5000)]


def _record(
    pk: int,
    name: str,
    name_ar: str,
    name_en: str,
    family: str,
    maker: int,
    maker_name: str,
    maker_name_ar: str,
    attributes: object,
    reference: str,
    gtin: str,
) -> SearchRecord:
    return SearchRecord(
        id=str(pk),
        names=Labels(fr=name, ar=name_ar, en=name_en),
        family=family,
        maker=str(maker),
        maker_name=f"{maker_name} {maker_name_ar}".strip(),
        attributes=attributes_from(attributes),
        codes=tuple(code for code in (reference, gtin) if code),
    )

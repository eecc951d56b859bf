"""What the catalogue search shows: devices found, their facets, and how the text was understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rakiza.engine.attributes import AttributeScalar, Op
from rakiza.engine.search import Count, Facet, SearchResult, Span, ValueCount
from rakiza.engine.search.words import words_of
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.listing import Chip
from rakiza.kernel.wording.attributes import say_scalar, say_unit
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.vocabulary import vocabulary
from rakiza.pillars.industry.models import DeviceQuerySet
from rakiza.pillars.industry.pictures.queries import ShownPicture, first_pictures
from rakiza.pillars.industry.search_query import query_of, value_text
from rakiza.pillars.industry.tables import DeviceRow, device_rows, family_name, language

FACETS_SHOWN = 6
VALUES_SHOWN = 12
_TEXT = re.compile(r"\w+|\W+")
_LEAST_MARKED = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what the address keeps, its words, how many it leaves, whether chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """One characteristic: its values, and its bounds as typed where it is a number."""

    name: str
    label: str
    unit: str
    choices: tuple[Choice, ...]
    measured: bool
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """One device of the results, its name with the words that were looked for marked."""

    row: DeviceRow
    name: SafeString
    reference: SafeString
    picture: ShownPicture | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A measure of the text in words: `Volume ≥ 10 mL`."""

    label: str
    measure: str


def found_devices(
    result: SearchResult, visible: DeviceQuerySet, asked: str, today: date
) -> list[FoundDevice]:
    """Return the devices of a page of results, in three queries, in the order of the search.

    A device that has left the actor's sight since the index was made isn't among them.
    """
    by_id = visible.in_bulk([int(hit.id) for hit in result.hits])
    devices = [by_id[int(hit.id)] for hit in result.hits if int(hit.id) in by_id]
    marked = _looked_for(asked, result)
    pictures = first_pictures(devices, language())
    return [
        FoundDevice(
            row,
            _marked(row.name, marked),
            _marked(row.device.reference, marked),
            pictures.get(row.device.pk),
        )
        for row in device_rows(devices, today)
    ]


def _looked_for(asked: str, result: SearchResult) -> frozenset[str]:
    """Return the words to mark in names: not those of a measure that filters, which a name needn't hold."""
    filtering = {word for span in result.understood if span.firm for word in words_of(span.written)}
    meant = (word for one in result.corrections for word in words_of(one.meant))
    words = {*(word for word in words_of(asked) if word not in filtering), *meant}
    return frozenset(word for word in words if len(word) >= _LEAST_MARKED)


def _marked(text: str, looked_for: Collection[str]) -> SafeString:
    parts = (
        (format_html("<mark>{}</mark>", part) if _is_met(part, looked_for) else part,)
        for part in _TEXT.findall(text)
    )
    return format_html('<bdi dir="auto">{}</bdi>', format_html_join("", "{}", parts))


def _is_met(part: str, looked_for: Collection[str]) -> bool:
    if not part[0].isalnum():
        return False
    return any(word.startswith(wanted) for word in words_of(part) for wanted in looked_for)


def family_choices(counts: Iterable[Count], chosen: Collection[str]) -> tuple[Choice, ...]:
    """Return the families of the results, those chosen first."""
    return _choices(counts, chosen, {one: family_name(one) for one in _ids(counts, chosen)})


def maker_choices(counts: Iterable[Count], chosen: Collection[str], language: str) -> tuple[Choice, ...]:
    """Return the makers of the results with their names, in one query."""
    numbers = [int(one) for one in _ids(counts, chosen)]
    makers = Organisation.objects.in_bulk(numbers)
    return _choices(counts, chosen, {str(pk): one.name_in(language) for pk, one in makers.items()})


def _ids(counts: Iterable[Count], chosen: Collection[str]) -> list[str]:
    return [*chosen, *[one.id for one in counts][:VALUES_SHOWN]]


def _choices(
    counts: Iterable[Count], chosen: Collection[str], labels: Mapping[str, str]
) -> tuple[Choice, ...]:
    counted = {one.id: one.count for one in counts}
    wanted = [*sorted(chosen), *(one for one in counted if one not in chosen)][: VALUES_SHOWN + len(chosen)]
    return tuple(
        Choice(one, labels[one], counted.get(one, 0), one in chosen) for one in wanted if one in labels
    )


def shown_facets(facets: Iterable[Facet], asked: QueryDict, language: str) -> tuple[ShownFacet, ...]:
    """Return the characteristics of the results, those already filtered by first."""
    filtered = {value.name for value in query_of(asked).attributes}
    ordered = sorted(facets, key=lambda facet: facet.attribute not in filtered)
    return tuple(_facet(facet, asked, language) for facet in ordered[: FACETS_SHOWN + len(filtered)])


def _facet(facet: Facet, asked: QueryDict, language: str) -> ShownFacet:
    name = facet.attribute
    chosen = frozenset(asked.getlist(f"c.{name}"))
    measured = all(_is_number(one.value) for one in facet.values)
    unit = next((one.unit for one in facet.values if one.unit), None)
    choices = sorted(
        (_value_choice(name, one, chosen, language) for one in facet.values), key=lambda one: not one.chosen
    )
    return ShownFacet(
        name=name,
        label=vocabulary().attribute(name, language),
        unit=say_unit(unit),
        choices=tuple(choices[: VALUES_SHOWN + len(chosen)]),
        measured=measured,
        low=asked.get(f"min.{name}", "")[:40],
        high=asked.get(f"max.{name}", "")[:40],
    )


def _value_choice(name: str, one: ValueCount, chosen: Collection[str], language: str) -> Choice:
    written = value_text(one.value)
    return Choice(written, say_scalar(name, one.value, one.unit, language), one.count, written in chosen)


def _is_number(value: AttributeScalar) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def understood(spans: Iterable[Span], language: str) -> tuple[Understood, ...]:
    """Say the measures that were read with an operator."""
    return tuple(_understood(span, language) for span in spans if span.firm)


def _understood(span: Span, language: str) -> Understood:
    label = " / ".join(vocabulary().attribute(name, language) for name in span.attributes[:3])
    at_least, at_most = (">", "<") if span.strict else ("≥", "≤")
    if span.low == span.high and span.low is not None:
        measure = f"= {number(span.low, language)}"
    else:
        ends = [(at_least, span.low), (at_most, span.high)]
        measure = " ".join(f"{sign} {number(end, language)}" for sign, end in ends if end is not None)
    return Understood(label, f"{measure} {say_unit(span.unit)}".strip())


def in_force(
    asked: QueryDict, families: Iterable[Choice], makers: Iterable[Choice], language: str
) -> tuple[Chip, ...]:
    """Return a chip for each filter of the address, which takes just that one out."""
    chips = [
        _chip(asked, parameter, one.value, label, one.label)
        for parameter, label, choices in (
            ("famille", _("Famille"), families),
            ("fabricant", _("Fabricant"), makers),
        )
        for one in choices
        if one.chosen
    ]
    signs = {Op.EQ: ("c", ""), Op.GE: ("min", "≥ "), Op.LE: ("max", "≤ ")}
    for value in query_of(asked).attributes:
        kind, sign = signs[value.op]
        label = vocabulary().attribute(value.name, language)
        kept = value_text(value.value) if value.op is Op.EQ else None
        said = sign + say_scalar(value.name, value.value, value.unit, language)
        chips.append(_chip(asked, f"{kind}.{value.name}", kept, label, said))
    return tuple(chips)


def _chip(asked: QueryDict, parameter: str, value: str | None, name: str, said: str) -> Chip:
    """Return a chip; `value` None takes every value of the parameter out."""
    rest = asked.copy()
    kept = [one for one in asked.getlist(parameter) if value is not None and one != value]
    rest.setlist(parameter, kept)
    rest.pop("page", None)
    return Chip(name, said, f"?{rest.urlencode()}")

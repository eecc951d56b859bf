"""A catalogue of devices as files hold it: the makers' offers, or any table with a name a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Labels
from rakiza.engine.matching import DeviceDescription
from rakiza.engine.reading import Reader, Reading
from rakiza.kernel.documents.safe_cells import visible
from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import cell_text
from rakiza.kernel.imports.streaming import StreamedSheet, stream_sheets
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import SheetRow
from rakiza.pillars.purchasing.designations.columns import (
    LOOKED_AT,
    TEXT,
    FoundColumns,
    find_columns,
    headings_of,
    heads_texts,
)
from rakiza.pillars.purchasing.designations.gold import attribute_of
from rakiza.pillars.purchasing.designations.lines import NoDesignationsError
from rakiza.pillars.purchasing.spreadsheets.families import FamilyNames
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.sheets import is_own_note

_IMPORTS = {
    fold(name)
    for name in (IMPORTS_FORM.sheet_names.fr, IMPORTS_FORM.sheet_names.ar, IMPORTS_FORM.sheet_names.en)
}


def _offered(key: str, *synonyms: str, as_key: str = "") -> ColumnSpec:
    usual = OFFERS_FORM.column(key)
    return replace(usual, key=as_key or key, synonyms=(*usual.synonyms, *synonyms))


CATALOGUE_FORM = Form(
    key="catalogue",
    sheet_names=OFFERS_FORM.sheet_names,
    columns=(
        ColumnSpec(
            key="device_id",
            labels=Labels("Identifiant du dispositif", "معرف المستلزم", "Device identifier"),
            synonyms=("device_id", "id"),
        ),
        _offered("device", "name", "nom", "text", as_key=TEXT),
        _offered("family", "family_id"),
        _offered("attributes"),
        _offered("maker"),
        _offered("reference", "ref", "part_no"),
        _offered("gtin"),
        _offered("pack"),
    ),
)


@dataclass(frozen=True, slots=True)
class CatalogueDevice:
    """One device: how its file names it, and what it is to the matching engine."""

    id: str
    name: str
    maker: str
    reference: str
    description: DeviceDescription


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The devices of a file; `unread` are those whose family isn't known, by row number and name.

    They are among the devices all the same, of no family: words find them.
    """

    devices: tuple[CatalogueDevice, ...]
    unread: tuple[tuple[int, str], ...]


def read_catalogue(path: Path, reader: Reader, names: FamilyNames) -> CatalogueFile:
    """Return the devices of a file; FileRefused or NoDesignationsError where it names none.

    The family is the one written, else the one read in the name and the characteristics; these are
    a JSON list as `rakiza read` writes it, or words to be read.
    """
    devices: dict[str, CatalogueDevice] = {}
    unread: list[tuple[int, str]] = []
    seen: list[str] = []
    sheets: list[tuple[FoundColumns, Iterator[tuple[int, Mapping[str, str]]]]] = []
    for sheet in stream_sheets(path, path.name, heads_texts):
        first = list(islice(sheet.rows, LOOKED_AT))
        if is_own_note(sheet.name) or fold(sheet.name) in _IMPORTS or not first:
            continue
        found = find_columns(first, lambda text: reader.read(text).family is not None, form=CATALOGUE_FORM)
        if found is None:
            seen.extend(headings_of(first))
            continue
        sheets.append((found, _rows(first, sheet, found)))
    sure = any(not found.doubtful for found, _rows in sheets)
    for found, rows in sheets:
        if sure and found.doubtful:  # a page of explanations beside the catalogue
            continue
        for number, cells in rows:
            device = _device(cells, reader, names)
            if not device.description.family:
                unread.append((number, device.name))
            _keep(device, number, devices)
    if not sheets:
        text = _("%(file)s : aucune colonne de noms de dispositifs reconnue. Ses colonnes : %(seen)s.")
        raise NoDesignationsError(text % {"file": path.name, "seen": ", ".join(seen) or "—"})
    if not devices:
        raise FileRefused(Refusal.NO_ROWS, file=path.name)
    return CatalogueFile(tuple(devices.values()), tuple(unread))


def _rows(
    first: Sequence[SheetRow], sheet: StreamedSheet, found: FoundColumns
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in chain(first, sheet.rows):
        if row.number > found.header_row:
            cells = {
                key: cell_text(row.cells[index])
                for key, index in found.columns.items()
                if index < len(row.cells)
            }
            if cells.get(TEXT):
                yield row.number, cells


def _device(cells: Mapping[str, str], reader: Reader, names: FamilyNames) -> CatalogueDevice:
    name, written = cells[TEXT], cells.get("attributes", "")
    stated = _stated(written)
    text = name if stated is not None else ", ".join(filter(None, (name, written)))
    reading = reader.read(text, cells.get("pack"))
    family = names.find(cells.get("family", "")) or reading.family or ""
    identifier = cells.get("device_id") or cells.get("reference") or cells.get("gtin") or name
    description = DeviceDescription(identifier, family, _attributes(stated, reading), reading.packaging.size)
    return CatalogueDevice(identifier, name, cells.get("maker", ""), cells.get("reference", ""), description)


def _stated(written: str) -> tuple[AttributeValue, ...] | None:
    """Return characteristics written as JSON; None where they are words."""
    if not written.startswith("["):
        return None
    try:
        return tuple(_shown(attribute_of(entry)) for entry in json.loads(written))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _shown(value: AttributeValue) -> AttributeValue:
    """Name what is hidden in a word: it is quoted in sentences."""
    return replace(value, value=visible(value.value)) if isinstance(value.value, str) else value


def _attributes(stated: tuple[AttributeValue, ...] | None, reading: Reading) -> tuple[AttributeValue, ...]:
    """What is stated as such holds before what the name was read as."""
    if stated is None:
        return reading.attributes
    named = {value.name for value in stated}
    return (*stated, *(value for value in reading.attributes if value.name not in named))


def _keep(device: CatalogueDevice, number: int, devices: dict[str, CatalogueDevice]) -> None:
    """Keep a device under its own identifier: another one of that identifier gets its row beside it."""
    if device.id in devices:
        device = replace(
            device,
            id=f"{device.id} ({number})",
            description=replace(device.description, device=f"{device.id} ({number})"),
        )
    devices[device.id] = device

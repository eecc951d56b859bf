"""Devices as a spreadsheet: the columns, writing them, and reading the same file back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from rakiza.engine.families import Family, Labels
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.headers import propose
from rakiza.kernel.imports.numbers import parse_number
from rakiza.kernel.imports.problems import ProblemKind, RowProblem, Severity
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import ParsedSheet, RawRow, apply, cell_text
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Workbook
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.industry.actions import DeviceTerms, checked
from rakiza.pillars.industry.devices.attribute_text import Unreadable, read_attributes, write_attributes
from rakiza.pillars.industry.devices.packs import MOST_LEVELS, Pack, normal_gtin, written
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device
from rakiza.reference.families import load
from rakiza.reference.vocabulary import load as load_vocabulary

LEVELS = range(1, MOST_LEVELS + 1)


def _spec(
    key: str, fr: str, ar: str, en: str, *, required: bool = False, synonyms: tuple[str, ...] = ()
) -> ColumnSpec:
    return ColumnSpec(key=key, labels=Labels(fr, ar, en), required=required, synonyms=synonyms)


def _level(rank: int) -> tuple[ColumnSpec, ColumnSpec, ColumnSpec]:
    return (
        _spec(f"unit{rank}", f"Niveau {rank} emballage", f"المستوى {rank} التغليف", f"Level {rank} pack"),
        _spec(f"holds{rank}", f"Niveau {rank} contient", f"المستوى {rank} يحتوي", f"Level {rank} holds"),
        _spec(f"gtin{rank}", f"Niveau {rank} GTIN", f"المستوى {rank} GTIN", f"Level {rank} GTIN"),
    )


DEVICES_FORM = Form(
    key="devices",
    sheet_names=Labels("Dispositifs", "المستلزمات", "Devices"),
    columns=(
        _spec("reference", "Référence", "المرجع", "Reference", required=True),
        _spec("family", "Famille", "العائلة", "Family", required=True),
        _spec("name", "Désignation", "التسمية", "Name", required=True),
        _spec("name_ar", "Désignation en arabe", "التسمية بالعربية", "Name in Arabic"),
        _spec("name_en", "Désignation en anglais", "التسمية بالإنجليزية", "Name in English"),
        _spec("attributes", "Caractéristiques", "الخصائص", "Attributes"),
        _spec("risk_class", "Classe", "الصنف", "Class"),
        _spec("gtin", "GTIN (UDI-DI)", "GTIN (UDI-DI)", "GTIN (UDI-DI)", synonyms=("GTIN", "UDI-DI", "EAN")),
        _spec("pack_size", "Unités par conditionnement", "الوحدات في كل عبوة", "Units per pack"),
        *(column for rank in LEVELS for column in _level(rank)),
    ),
)
# What a row may leave to the catalogue by having no column for it: an empty cell says that there is none.
_OPTIONAL = ("name_ar", "name_en", "attributes", "risk_class", "gtin", "pack_size")
_LEVEL_COLUMNS = tuple(column for rank in LEVELS for column in _level(rank))
_LONGEST = {"reference": 80, "name": 250, "name_ar": 250, "name_en": 250, "risk_class": 6}


def _kind(code: str, sentence: object) -> ProblemKind:
    return ProblemKind(f"devices.{code}", Severity.ERROR, sentence)  # type: ignore[arg-type]


MISSING = _kind("missing", _("« %(column)s » est vide : cette ligne n'est pas reprise."))
FAMILY = _kind("family", _("« %(value)s » n'est pas une famille connue : son nom ou son identifiant exact."))
TWICE = _kind("twice", _("La référence « %(value)s » est déjà plus haut dans le fichier."))
TOO_LONG = _kind("too_long", _("Texte trop long : %(most)s caractères au plus."))
NUMBER = _kind("number", _("« %(value)s » n'est pas un nombre entier positif."))
ATTRIBUTE = _kind(
    "attribute",
    _("« %(part)s » n'est pas une caractéristique de la famille : nom = valeur unité, séparés par ;"),
)
LEVEL = _kind("level", _("Un niveau d'emballage demande son emballage et sa quantité, sans niveau sauté."))
UNIT = _kind("unit", _("« %(value)s » n'est pas un emballage connu."))
WRONG = _kind("wrong", "%(why)s")
WHY = _("Pourquoi la ligne est rejetée")


def column_label(key: str, language: str) -> str:
    """Return a column's heading."""
    return DEVICES_FORM.column(key).labels.in_language(language)


def device_rows_sheet(devices: Iterable[Device], language: str) -> Sheet:
    """Return devices in the columns that `read_devices` takes back."""
    columns = tuple(
        Column(spec.labels.in_language(language), CellKind.CODE, 40 if spec.key == "attributes" else 18)
        for spec in DEVICES_FORM.columns
    )
    rows = (_cells(terms_of(device)) for device in devices)
    return Sheet(DEVICES_FORM.sheet_names.in_language(language), columns, rows)


def _cells(terms: DeviceTerms) -> tuple[Cell, ...]:
    packs = [*terms.packs, *([None] * (MOST_LEVELS - len(terms.packs)))]
    return (
        terms.reference,
        terms.family,
        terms.name,
        terms.name_ar,
        terms.name_en,
        write_attributes(terms.attributes),
        terms.risk_class,
        terms.gtin,
        str(terms.pack_size),
        *(
            cell
            for pack in packs
            for cell in ((pack.unit, str(pack.quantity), pack.gtin) if pack else ("", "", ""))
        ),
    )


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row left out, as written, with the reasons."""

    cells: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DevicesFile:
    """What a file holds: the devices that could be read, every problem, what was left out: rows, sheets, columns."""

    rows: tuple[DeviceTerms, ...]
    problems: tuple[RowProblem, ...]
    rejected: tuple[RejectedRow, ...]
    skipped: tuple[str, ...]
    unread: tuple[str, ...]


def read_devices(workbook: Workbook, maker: int, known: Mapping[str, Device]) -> DevicesFile:
    """Read the devices of a workbook; FileRefused where no sheet has the columns.

    `known` are the maker's own devices by reference: their GTINs may stay theirs.
    """
    good = [one for one in propose(workbook, DEVICES_FORM) if one.header_row is not None and not one.missing]
    if not good:
        wanted = ", ".join(
            column_label(spec.key, base_language(None)) for spec in DEVICES_FORM.columns if spec.required
        )
        raise FileRefused(Refusal.NO_HEADER, file=workbook.name, columns=wanted)
    mappings = tuple(one.mapping() for one in good)
    parsed = apply(workbook, DEVICES_FORM, mappings)
    found = _Found(workbook.name, maker, known)
    for sheet in parsed.sheets:
        for row in sheet.rows:
            _Row(row, sheet, found).take()
    if not found.rows and not found.problems:
        raise FileRefused(Refusal.NO_ROWS, file=workbook.name)
    skipped = tuple(name for name, _why in parsed.skipped)
    headings = dict.fromkeys(heading.text for mapping in mappings for heading in mapping.unread)
    unread = tuple(text for text in headings if text and text != str(WHY))
    return DevicesFile(tuple(found.rows), tuple(found.problems), tuple(found.rejected), skipped, unread)


def _families() -> Mapping[str, Family]:
    return {
        fold(word): family
        for family in load()
        for word in (family.labels.en, family.labels.ar, family.labels.fr, family.id)
    }


def _units() -> Mapping[str, str]:
    return {
        fold(word): token
        for token, labels in load_vocabulary().pack_names.items()
        for word in (labels.en, labels.ar, labels.fr, token)
    }


@dataclass(slots=True)
class _Found:
    file: str
    maker: int
    known: Mapping[str, Device]
    rows: list[DeviceTerms] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    codes: set[tuple[str, ...]] = field(default_factory=set)
    families: Mapping[str, Family] = field(default_factory=_families)


class _Row:
    """Reads one row; its problems leave it out."""

    def __init__(self, row: RawRow, sheet: ParsedSheet, found: _Found) -> None:
        self._row, self._found = row, found
        self._headings = {key: heading.text for key, heading in sheet.mapping.columns}
        self._cells = {key: cell_text(value).strip() for key, value in row.cells.items()}
        self._problems: list[RowProblem] = []

    def take(self) -> None:
        """Read the row, and keep it or its problems."""
        terms = self._terms()
        if terms is not None and not self._problems:
            self._settle(terms)
        if self._problems:
            self._found.problems.extend(self._problems)
            reasons = tuple(problem.message() for problem in self._problems)
            self._found.rejected.append(RejectedRow(self._cells, reasons))

    def _settle(self, terms: DeviceTerms) -> None:
        """Hold the row to what the catalogue and the rows above it already carry."""
        device = self._found.known.get(terms.reference)
        if device is not None and device.state == DeviceState.WITHDRAWN:
            why = _("Cet article est retiré du catalogue : donnez une autre référence au nouveau.")
            self._report(WRONG, "reference", why=str(why))
            return
        try:
            terms = checked(self._kept(terms, device), self._found.maker, device)
        except Refused as refusal:
            self._report(WRONG, "gtin", why=str(refusal))
            return
        codes = {written(code) for code in (terms.gtin, *(pack.gtin for pack in terms.packs)) if code}
        if device is not None and device.family != terms.family:
            self._report(WRONG, "family", why=str(_("La famille d'un article ne change pas.")))
        elif codes & self._found.codes:
            self._report(WRONG, "gtin", why=str(_("Ce GTIN est déjà plus haut dans le fichier.")))
        else:
            self._found.codes |= codes
            self._found.rows.append(terms)

    def _kept(self, terms: DeviceTerms, device: Device | None) -> DeviceTerms:
        """Return the terms with what stands of the article in every column that the file doesn't have."""
        if device is None:
            return terms
        standing = terms_of(device)
        absent = {key: getattr(standing, key) for key in _OPTIONAL if key not in self._headings}
        if not any(column.key in self._headings for column in _LEVEL_COLUMNS):
            absent["packs"] = standing.packs
        return replace(terms, **absent)

    def _terms(self) -> DeviceTerms | None:
        for key in ("reference", "family", "name"):
            if not self._text(key):
                self._report(MISSING, key)
        for key, most in _LONGEST.items():
            if len(self._text(key)) > most:
                self._report(TOO_LONG, key, most=most)
        reference = self._text("reference")
        if reference and reference in self._found.references:
            self._report(TWICE, "reference")
        self._found.references.add(reference)
        family = self._found.families.get(fold(self._text("family")))
        if family is None:
            if self._text("family"):
                self._report(FAMILY, "family")
            return None
        try:
            attributes = read_attributes(self._text("attributes"), family)
        except Unreadable as problem:
            self._report(ATTRIBUTE, "attributes", part=problem.part)
            attributes = ()
        return DeviceTerms(
            family=family.id,
            reference=reference,
            name=self._text("name"),
            attributes=attributes,
            name_ar=self._text("name_ar"),
            name_en=self._text("name_en"),
            gtin=self._gtin("gtin"),
            risk_class=self._text("risk_class"),
            pack_size=self._whole("pack_size") or 1,
            packs=self._packs(),
        )

    def _packs(self) -> tuple[Pack, ...]:
        packs: list[Pack] = []
        for rank in LEVELS:
            stated = [self._text(f"{name}{rank}") for name in ("unit", "holds", "gtin")]
            if not any(stated):
                continue
            if not (stated[0] and stated[1]) or len(packs) != rank - 1:
                self._report(LEVEL, f"unit{rank}")
                continue
            unit = _units().get(fold(stated[0]))
            if unit is None:
                self._report(UNIT, f"unit{rank}")
                continue
            packs.append(Pack(unit, self._whole(f"holds{rank}") or 1, self._gtin(f"gtin{rank}")))
        return tuple(packs)

    def _gtin(self, key: str) -> str:
        try:
            return normal_gtin(self._text(key))
        except Refused as refusal:
            self._report(WRONG, key, why=str(refusal))
            return ""

    def _whole(self, key: str) -> int | None:
        text = self._text(key)
        if not text:
            return None
        written = parse_number(text, lone_group_is_thousands=False)
        if written is None or written.value != int(written.value) or not 1 <= written.value <= 1_000_000:
            self._report(NUMBER, key)
            return None
        return int(written.value)

    def _text(self, key: str) -> str:
        return self._cells.get(key, "")

    def _report(self, kind: ProblemKind, key: str, **params: str | int) -> None:
        heading = self._headings.get(key) or column_label(key, base_language(None))
        self._problems.append(
            RowProblem(
                kind,
                self._found.file,
                self._row.sheet,
                self._row.row,
                heading,
                self._text(key),
                tuple(sorted(params.items())),
            )
        )


def rejected_sheet(rows: Sequence[RejectedRow], language: str) -> Sheet:
    """Return the rows left out as written, with the reasons: corrected, the sheet goes in as it is."""
    columns = (
        *(Column(spec.labels.in_language(language), CellKind.CODE, 18) for spec in DEVICES_FORM.columns),
        Column(str(WHY), CellKind.LONG_TEXT, 60),
    )
    cells = (
        (*(row.cells.get(spec.key, "") for spec in DEVICES_FORM.columns), " ".join(row.reasons))
        for row in rows
    )
    return Sheet(DEVICES_FORM.sheet_names.in_language(language), columns, cells)

"""plan.pdf as a value: every text worded and every number written, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure; `tone` is accent, attention, confirm or plain."""

    label: str
    value: str
    unit: str
    denominator: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: shares of the longest bar covered and imported, and the total written."""

    label: str
    covered: float
    imported: float
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A small chart; its title is the answer that it gives."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award as printed."""

    lot: str
    family: str
    specification: str
    unit: str
    quarters: tuple[str, ...]
    year: str
    maker: str
    device: str
    reference: str
    price: str
    amount: str
    members: str


@dataclass(frozen=True, slots=True)
class AwardTable:
    """The awards of one group of families, with their total."""

    group: str
    rows: tuple[AwardRow, ...]
    total: str


@dataclass(frozen=True, slots=True)
class UncoveredRow:
    """One uncovered remainder as printed."""

    lot: str
    family: str
    specification: str
    quantity: str
    unit: str
    cause: str
    reason: str
    nearest: str
    missing: str
    amount: str


@dataclass(frozen=True, slots=True)
class UncoveredTable:
    """The uncovered remainders of one group of families."""

    group: str
    rows: tuple[UncoveredRow, ...]
    total: str


@dataclass(frozen=True, slots=True)
class ConfirmRow:
    """A reading to confirm as printed."""

    designation: str
    member: str
    read_as: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and what it means or is worth."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document."""

    language: str
    direction: str
    title: str
    year: str
    state: str
    draft: bool
    notice: str
    cover: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    awards: tuple[AwardTable, ...]
    awards_total: str
    uncovered: tuple[UncoveredTable, ...]
    uncovered_total: str
    confirm_sentence: str
    confirm: tuple[ConfirmRow, ...]
    parameters: tuple[Entry, ...]
    glossary: tuple[Entry, ...]
    input_hash: str
    url: str
    words: dict[str, str]
    quarter_names: tuple[str, ...]

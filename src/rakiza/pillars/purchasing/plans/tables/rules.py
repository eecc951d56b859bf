"""The rules of a plan in words, as its page shows them, and those in which several sets differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.engine.planning.values import Rules
from rakiza.kernel.documents.table import CellKind, Styled
from rakiza.kernel.wording.formats import number, percent
from rakiza.pillars.purchasing.added_rules.wording import UNNAMED, RuleNames
from rakiza.pillars.purchasing.documents.sheets.parameters import Row, rule_rows

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its words and its value; `idle`: why it binds nothing, '' where it may."""

    label: str
    value: str
    idle: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in which they differ."""

    label: str
    values: tuple[str, ...]


def rule_lines(rows: Iterable[Row], idle: Mapping[str, str] | None = None) -> tuple[RuleLine, ...]:
    """Write the typed cells of the parameters sheet as text; `idle`: why rules bind nothing, by key."""
    told = idle or {}
    return tuple(RuleLine(label, _written(cell), told.get(key, "")) for label, cell, key in rows)


def _written(cell: object) -> str:
    value = cell.value if isinstance(cell, Styled) else cell
    if isinstance(value, int | float | Decimal):
        is_share = isinstance(cell, Styled) and cell.kind is CellKind.SHARE
        return percent(value) if is_share else number(value)
    return str(value)


def rule_differences(every: Sequence[Rules], names: RuleNames = UNNAMED) -> tuple[RuleRow, ...]:
    """Return the rules that aren't the same everywhere, in words; those of one name share a row."""
    columns = [_values_by_label(rules, names) for rules in every]
    labels = list(dict.fromkeys(label for column in columns for label in column))
    found = []
    for label in labels:
        values = tuple(column.get(label, NOTHING) for column in columns)
        if len(set(values)) > 1:
            found.append(RuleRow(label, values))
    return tuple(found)


def _values_by_label(rules: Rules, names: RuleNames) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in rule_lines(rule_rows(rules, names)):
        found.setdefault(line.label, []).append(line.value)
    return {label: _(" ; ").join(sorted(values)) for label, values in found.items()}


def rule_labels(rules: Rules, names: RuleNames = UNNAMED) -> dict[str, str]:
    """Return what each rule is called, by identifier or key; those of one name are told apart by what they ask."""
    rows = rule_rows(rules, names)
    count = Counter(label for label, _value, _key in rows)
    return {
        key: label
        if count[label] == 1
        else _("%(rule)s (%(value)s)") % {"rule": label, "value": _written(value)}
        for label, value, key in rows
    }

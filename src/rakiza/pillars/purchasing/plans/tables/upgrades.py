"""A maker's upgrades in words: what to add, what it opens, and the same as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rakiza.engine.matching import Verdict, judge
from rakiza.engine.reasons import Reason
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.wording import formats, vocabulary
from rakiza.kernel.wording.attributes import say_scalar
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.needs.knowledge import families
from rakiza.pillars.purchasing.plans.upgrade_queries import Addition, MissedLot, Upgrade

_NAMED = 4
LOTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownLot:
    """A lot missed, and why today's device misses it."""

    lot: MissedLot
    missing: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ShownAddition:
    """One version to add, in words, with the first of its lots."""

    value: str
    lots: tuple[ShownLot, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ShownUpgrade:
    """One upgrade as the page shows it: `Taille : ajouter 7.5 et 8`."""

    upgrade: Upgrade
    attribute: str
    values: str
    additions: tuple[ShownAddition, ...]


def shown_upgrades(found: Iterable[Upgrade], language: str, lots: int = LOTS_SHOWN) -> list[ShownUpgrade]:
    """Return upgrades in words of `language`, each version with `lots` of its lots at most."""
    return [_shown(one, language, lots) for one in found]


def _shown(upgrade: Upgrade, language: str, lots: int) -> ShownUpgrade:
    additions = tuple(
        ShownAddition(
            _said(one, language),
            tuple(ShownLot(lot, _missing(upgrade, lot)) for lot in one.lots[:lots]),
            len(one.lots),
        )
        for one in upgrade.additions
    )
    return ShownUpgrade(
        upgrade,
        " + ".join(vocabulary().attribute(name, language) for name in upgrade.attributes),
        listed([one.value for one in additions]),
        additions,
    )


def _missing(upgrade: Upgrade, lot: MissedLot) -> tuple[Reason, ...]:
    result = judge(lot.requirement, upgrade.description, families()[upgrade.family])
    return tuple(one.reason for one in result.of_verdict(Verdict.FAIL))


def _said(addition: Addition, language: str) -> str:
    return " + ".join(say_scalar(one.name, one.value, one.unit, language) for one in addition.values)


def listed(values: Sequence[str]) -> str:
    """Join values as a sentence does: `7,5, 8 et 8,5`; beyond a few, how many more."""
    if len(values) > _NAMED:
        return _("%(values)s et %(count)s autres") % {
            "values": formats.listed(values[: _NAMED - 1]),
            "count": len(values) - _NAMED + 1,
        }
    if len(values) < 2:
        return "".join(values)
    return _("%(values)s et %(last)s") % {"values": formats.listed(values[:-1]), "last": values[-1]}


def attribute_choices(found: Iterable[Upgrade], language: str) -> list[tuple[str, str]]:
    """Return the characteristics of the upgrades as (identifier, name), by name."""
    names = {name: vocabulary().attribute(name, language) for one in found for name in one.attributes}
    return sorted(names.items(), key=lambda pair: name_key(pair[1]))


def upgrade_sheet(found: Iterable[ShownUpgrade], language: str) -> Sheet:
    """Return upgrades as a sheet, one row a lot; hidden volumes are empty cells."""
    columns = (
        Column(_("Votre dispositif"), width=40),
        Column(_("Famille"), width=34),
        Column(_("Caractéristique"), width=24),
        Column(_("À ajouter"), width=24),
        Column(_("Lot"), CellKind.LONG_TEXT, 50),
        Column(_("Quantité par an"), CellKind.COUNT, 16),
        Column(_("Non couvert"), CellKind.COUNT, 16),
        Column(_("Unité"), width=14),
    )
    cells = (
        (
            shown.upgrade.device,
            shown.upgrade.family_label,
            shown.attribute,
            one.value,
            missed.lot.title,
            missed.lot.quantity,
            missed.lot.uncovered,
            vocabulary().pack_unit(missed.lot.base_unit, language),
        )
        for shown in found
        for one in shown.additions
        for missed in one.lots
    )
    return Sheet(_("Améliorations"), columns, cells)

"""RULES.toml: the rules of a plan as a file, checked key by key.

Every key of `rakiza.engine.planning.values.Rules` may stand in a `[rules]` table; what is absent
keeps its default. The application stores the same mapping with each plan.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from rakiza.engine.allocation import Goal
from rakiza.engine.planning.added import AddedRule
from rakiza.engine.planning.values import Rules
from rakiza.kernel.codec import CodecError, load
from rakiza.pillars.purchasing.added_rules.faults import faults_of, faults_of_goals

RULE_ID: Final = re.compile(r"r[0-9]{1,5}")
Item = TypeVar("Item")
_DECIMALS = frozenset({"minimum", "maximum", "spread", "amount", "tolerance"})


class RulesError(ValueError):
    """A rules file that can't be used; the message says which key, why, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The accepted interval of a numeric rule, both ends included."""

    lowest: float
    highest: float


BOUNDS: Final[Mapping[str, Bound]] = {
    "preference_margin": Bound(0, 1),
    "maximum_share": Bound(0.05, 1),
    "minimum_sources_vital": Bound(1, 5),
    "local_share_floor": Bound(0, 1),
    "maximum_plan_share": Bound(0.01, 1),
    "plan_budget": Bound(0, 1e12),
    "required_sources_vital": Bound(0, 5),
    "makers_per_family": Bound(0, 1_000),
    "makers_per_member": Bound(0, 1_000),
    "regional_gap": Bound(0, 1),
    "confirm_below": Bound(0, 1),
    "gap": Bound(0, 0.1),
    "time_limit_seconds": Bound(1, 36_000),
}


def _number(key: str, value: object, convert: Callable[[str], Any]) -> Any:  # noqa: ANN401 - Decimal, float or int
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise RulesError(_("Règle « %(key)s » : un nombre est attendu.") % {"key": key})
    try:
        number = convert(str(value))
    except (ValueError, InvalidOperation) as error:
        raise RulesError(
            _("Règle « %(key)s » : « %(value)s » n'est pas un nombre.") % {"key": key, "value": value}
        ) from error
    bound = BOUNDS[key]
    if not bound.lowest <= number <= bound.highest:
        raise RulesError(
            _("Règle « %(key)s » : %(value)s est hors de l'intervalle de %(low)s à %(high)s.")
            % {"key": key, "value": value, "low": bound.lowest, "high": bound.highest}
        )
    return number


def _value(key: str, value: object, default: object) -> object:
    """Return one rule's value in the type of its default."""
    if key in {"added", "goals"}:
        return added_from(value) if key == "added" else goals_from(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise RulesError(_("Règle « %(key)s » : true ou false est attendu.") % {"key": key})
        return value
    if isinstance(default, str):
        if not (isinstance(value, str) and len(value) == 3 and value.isalpha()):
            raise RulesError(
                _("Règle « %(key)s » : un code de monnaie de trois lettres est attendu.") % {"key": key}
            )
        return value.upper()
    if isinstance(default, Decimal):
        return _number(key, value, Decimal)
    if isinstance(default, int):
        return _number(key, value, int)
    return _number(key, value, float)


def rules_from_mapping(stated: Mapping[str, object]) -> Rules:
    """Return the rules with the stated values; RulesError names the first key that is wrong."""
    defaults = {field.name: getattr(Rules(), field.name) for field in fields(Rules)}
    unknown = sorted(set(stated) - set(defaults))
    if unknown:
        raise RulesError(
            _("Règle inconnue « %(key)s ». Règles acceptées : %(known)s.")
            % {"key": unknown[0], "known": ", ".join(sorted(defaults))}
        )
    values = {key: _value(key, value, defaults[key]) for key, value in stated.items()}
    return Rules(**values)  # type: ignore[arg-type]


def added_from(stated: object) -> tuple[AddedRule, ...]:
    """Return added rules, checked; a mapping each in a file (its fields, shares as parts of 1), or made already."""
    rules = _loaded(tuple[AddedRule, ...], stated, "added")
    for place, rule in enumerate(rules, 1):
        if not RULE_ID.fullmatch(rule.id):
            raise RulesError(
                _("Règle ajoutée %(place)s : l'identifiant « %(id)s » doit être r suivi d'un nombre.")
                % {"place": place, "id": rule.id}
            )
        if rule.id in {one.id for one in rules[: place - 1]}:
            raise RulesError(
                _("Règle ajoutée %(place)s : l'identifiant « %(id)s » est déjà pris.")
                % {"place": place, "id": rule.id}
            )
        for field, words in faults_of(rule):
            raise RulesError(
                _("Règle ajoutée %(place)s (%(kind)s), %(field)s : %(why)s")
                % {"place": place, "kind": rule.kind.value, "field": field, "why": words}
            )
    return rules


def goals_from(stated: object) -> tuple[Goal, ...]:
    """Return what a plan is best in, in order; checked as `added_from` does."""
    goals = _loaded(tuple[Goal, ...], stated, "goals")
    for words in faults_of_goals(goals):
        raise RulesError(_("Règle « %(key)s » : %(why)s") % {"key": "goals", "why": words})
    return goals


def _loaded(kind: type[tuple[Item, ...]], stated: object, key: str) -> tuple[Item, ...]:
    """Return values made already, or read from a file, whose numbers may be written without quotes."""
    if isinstance(stated, tuple):
        return stated
    try:
        return load(kind, _as_stored(stated))
    except CodecError as error:
        raise RulesError(_("Règle « %(key)s » : %(why)s") % {"key": key, "why": error}) from error


def _as_stored(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        return {str(key): _as_stored(one, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_stored(one) for one in value]
    written = isinstance(value, int | float) and not isinstance(value, bool) and name in _DECIMALS
    return str(value) if written else value


def read_rules(path: Path) -> Rules:
    """Read a RULES.toml; RulesError says what is wrong and where."""
    try:
        parsed = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise RulesError(_("Le fichier de règles %(path)s ne peut pas être lu.") % {"path": path}) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(
            _("Le fichier de règles %(path)s n'est pas du TOML valide : %(error)s")
            % {"path": path, "error": error}
        ) from error
    stated = parsed.get("rules", {})
    if set(parsed) - {"rules"} or not isinstance(stated, dict):
        raise RulesError(_("Le fichier de règles doit contenir une seule table [rules]."))
    return rules_from_mapping(stated)

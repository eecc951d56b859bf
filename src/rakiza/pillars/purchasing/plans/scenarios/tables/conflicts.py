"""Rules in conflict, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.engine.allocation import Budget, Exclusive, MakerCount, Rule, Sources
from rakiza.engine.explanation.conflicts import Conflict, Relaxation
from rakiza.engine.planning.rules import allocation_rules
from rakiza.engine.planning.values import Rules
from rakiza.kernel.wording.formats import money, number, percent
from rakiza.pillars.purchasing.added_rules.wording import UNNAMED, RuleNames
from rakiza.pillars.purchasing.plans.scenarios.tables.analyses import rule_labels


@dataclass(frozen=True, slots=True)
class RelaxationRow:
    """One way out in words; `cost` of the plan then, None where another conflict remains."""

    words: str
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """The rules that can't hold together, and the ways out, the cheapest first; or `together`.

    `partial`: time ran out; the rules may be more than needed, or none where not even they were found.
    """

    rules: tuple[str, ...]
    relaxations: tuple[RelaxationRow, ...]
    together: tuple[str, ...] = ()
    cost: Decimal | None = None
    partial: bool = False

    @property
    def ends_alone(self) -> bool:
        """Whether the conflict is the only one, so that any single way out leaves a plan."""
        return any(one.cost is not None for one in self.relaxations)


def conflict_view(found: Conflict, rules: Rules, currency: str, names: RuleNames = UNNAMED) -> ConflictView:
    """Return a conflict in words."""
    labels = rule_labels(rules, names)
    stated = {one.id: one for one in allocation_rules(rules).rules}

    def words(one: Relaxation) -> str:
        return _words(one, labels.get(one.rule, one.rule), stated.get(one.rule), currency)

    return ConflictView(
        tuple(labels.get(rule, rule) for rule in found.rules),
        tuple(RelaxationRow(words(one), one.cost) for one in found.relaxations),
        tuple(words(one) for one in found.together),
        found.together[0].cost if found.together else None,
        partial=not found.complete,
    )


def _words(one: Relaxation, label: str, rule: Rule | None, currency: str) -> str:
    if one.stated is None or one.needed is None:
        return _("Lever la règle « %(rule)s ».") % {"rule": label}
    return _("Porter « %(rule)s » de %(stated)s à %(needed)s.") % {
        "rule": label,
        "stated": _value(one.stated, rule, currency),
        "needed": _value(one.needed, rule, currency),
    }


def _value(value: Decimal, rule: Rule | None, currency: str) -> str:
    if isinstance(rule, Budget):
        return money(value, currency, places=0)
    if isinstance(rule, Sources | MakerCount | Exclusive):
        return number(value)
    return percent(value)

"""What is wrong with an added rule, field by field: the form and the rules file refuse the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.engine.allocation import Goal
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.rules import YEARS
from rakiza.pillars.purchasing.added_rules.kinds import KINDS

Fault = tuple[str, str]  # the field ('' for none), and what to do
_MOST_MAKERS = 1_000
_MOST_MONEY = Decimal("1e12")


def faults_of(rule: AddedRule) -> Iterator[Fault]:
    """Yield each fault of one rule, bounds that cross among them."""
    yield from _numbers(rule)
    crossed = _("Le moins dépasse le plus : les deux bornes se croisent.")
    if _cross(rule.minimum, rule.maximum):
        yield "minimum", crossed
    if _cross(rule.least, rule.most):
        yield "least", crossed
    text = KINDS[rule.kind]
    if rule.per is not None and rule.per not in text.per:
        yield "per", _("Cette règle ne se compte pas ainsi.")
    if rule.measure is not None and rule.measure not in text.measures:
        yield "measure", _("Cette règle ne se mesure pas ainsi.")
    if rule.kind in _OWN:
        yield from _OWN[rule.kind](rule)


def _numbers(rule: AddedRule) -> Iterator[Fault]:
    for field in ("minimum", "maximum", "spread"):
        share = getattr(rule, field)
        if share is not None and not (share.is_finite() and 0 <= share <= 1):
            yield field, _("Une part va de 0 à 100 %.")
    if rule.amount is not None and not (rule.amount.is_finite() and 0 < rule.amount <= _MOST_MONEY):
        yield "amount", _("Un montant est positif, d'au plus mille milliards.")
    for field in ("least", "most"):
        count = getattr(rule, field)
        if count is not None and not 1 <= count <= _MOST_MAKERS:
            yield field, _("Un nombre va de 1 à 1 000.")


def _cross(least: Decimal | int | None, most: Decimal | int | None) -> bool:
    """Tell whether two bounds leave nothing between them; what is no number is told of elsewhere."""
    if least is None or most is None or not (Decimal(least).is_finite() and Decimal(most).is_finite()):
        return False
    return least > most


def _share_bounds(rule: AddedRule) -> Iterator[Fault]:
    if not rule.minimum and (rule.maximum is None or rule.maximum == 1):
        yield "minimum", _("Indiquez au moins une borne.")


def _share_floor(rule: AddedRule) -> Iterator[Fault]:
    if not rule.minimum:
        yield "minimum", _("Indiquez une part au-dessus de 0.")


def _counts(rule: AddedRule) -> Iterator[Fault]:
    if rule.least is None and rule.most is None:
        yield "least", _("Indiquez au moins une borne.")


def _most(rule: AddedRule) -> Iterator[Fault]:
    if rule.most is None:
        yield "most", _("Indiquez un nombre.")


def _budget(rule: AddedRule) -> Iterator[Fault]:
    if not rule.member:
        yield "member", _("Choisissez le membre.")
    if rule.amount is None:
        yield "amount", _("Indiquez le montant.")


def _service(rule: AddedRule) -> Iterator[Fault]:
    if not rule.minimum and rule.spread is None:
        yield "minimum", _("Indiquez au moins une borne.")


def _lots(rule: AddedRule) -> Iterator[Fault]:
    if len(set(rule.lots)) < 2:
        yield "lots", _("Cochez au moins deux lots.")


def _exclusive(rule: AddedRule) -> Iterator[Fault]:
    yield from _lots(rule)
    if rule.most is not None and len(set(rule.lots)) <= rule.most:
        yield "most", _("Ce nombre est celui des lots : la règle n'écarte rien.")


def _commitment(rule: AddedRule) -> Iterator[Fault]:
    if rule.years not in YEARS:
        yield "years", _("Un engagement dure de 2 à 6 ans.")
    if not rule.makers:
        yield "makers", _("Cochez au moins un fabricant.")
    if rule.amount is None:
        yield "amount", _("Indiquez ce que coûte l'outillage : c'est lui qui est remboursé.")


_OWN: dict[Kind, Callable[[AddedRule], Iterator[Fault]]] = {
    Kind.MAKER_SHARE: _share_bounds,
    Kind.INCUMBENT_SHARE: _share_bounds,
    Kind.LOCAL_SHARE: _share_floor,
    Kind.RESERVED_SHARE: _share_floor,
    Kind.SOURCES: _counts,
    Kind.MAKER_COUNT: _most,
    Kind.MEMBER_BUDGET: _budget,
    Kind.SERVICE: _service,
    Kind.EXCLUSIVE: _exclusive,
    Kind.TIED: _lots,
    Kind.COMMITMENT: _commitment,
}


def faults_of_goals(goals: Sequence[Goal]) -> Iterator[str]:
    """Yield what is wrong with an order of aims."""
    if len({goal.aim for goal in goals}) < len(goals):
        yield _("Chaque objectif ne vient qu'une fois.")
    if any(not (goal.tolerance.is_finite() and 0 <= goal.tolerance <= 1) for goal in goals):
        yield _("Une part va de 0 à 100 %.")

"""Idle rules in words: why a rule in force binds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from rakiza.engine.planning.added import Kind
from rakiza.engine.planning.idle import Idle, IdleRule
from rakiza.engine.planning.values import Rules
from rakiza.kernel.wording.formats import money, number


def idle_words(found: Iterable[IdleRule], rules: Rules, labels: Mapping[str, str]) -> dict[str, str]:
    """Return why each idle rule binds nothing, by identifier; `labels`: what the rules are called."""
    kinds = {rule.id: rule.kind for rule in rules.added}
    return {one.rule: _said(one, rules.currency, kinds.get(one.rule), labels) for one in found}


def _said(one: IdleRule, currency: str, kind: Kind | None, labels: Mapping[str, str]) -> str:
    if one.why is Idle.CONTAINED:
        return _("N'ajoute rien : « %(rule)s » demande déjà autant.") % {
            "rule": labels.get(one.other, one.other)
        }
    if one.why is Idle.MONEY and one.most is not None:
        return _(
            "Ne peut pas mordre : au prix le plus haut que les règles admettent, la dépense y est d'au plus %(amount)s."
        ) % {"amount": money(one.most, currency, places=0)}
    if one.why is Idle.COUNT and one.most is not None:
        if kind is Kind.EXCLUSIVE:
            return _("Ne peut pas mordre : aucun fabricant ne peut servir plus de %(most)s de ces lots.") % {
                "most": number(one.most)
            }
        return _("Ne peut pas mordre : jamais plus de %(most)s fabricants n'y ont de dispositif.") % {
            "most": number(one.most)
        }
    return {
        Idle.MAKERS: _("Ne lie rien : aucun des fabricants cochés n'a de dispositif pour un lot du plan."),
        Idle.REGIONS: _("Ne lie rien : aucun besoin du plan n'indique ces régions."),
        Idle.LOTS: _("Ne lie rien : aucun lot du plan n'est de ces familles ni de ces lots."),
        Idle.FEW_LOTS: _("Ne lie rien : moins de deux de ces lots sont dans le plan."),
        Idle.MEMBER: _("Ne lie rien : ce membre n'a aucun besoin dans le plan."),
        Idle.VITAL: _("Ne lie rien : aucun des lots concernés n'est vital."),
        Idle.OFFERS: _("Ne lie rien : aucun fabricant n'a de dispositif pour ces lots."),
        Idle.ONE_REGION: _("Ne peut pas mordre : les besoins n'indiquent qu'une région."),
        Idle.ALWAYS: _("Ne peut pas mordre : un lot servi ici l'est toujours par un fabricant au moins."),
    }[one.why]

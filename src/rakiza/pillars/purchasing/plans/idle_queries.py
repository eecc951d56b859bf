"""Which rules bind nothing over a run's lots. A run never changes, so that an answer is kept."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.core.cache import cache

from rakiza.engine.families import Criticality
from rakiza.engine.planning.idle import IdleRule, LotFacts, idle_in
from rakiza.engine.planning.plan import CandidateState
from rakiza.engine.planning.values import Rules
from rakiza.kernel.codec import dump
from rakiza.pillars.purchasing.added_rules.idle import idle_words
from rakiza.pillars.purchasing.added_rules.wording import UNNAMED, RuleNames
from rakiza.pillars.purchasing.plans.models import Candidate, Lot, LotContribution
from rakiza.pillars.purchasing.plans.tables.rules import rule_labels

_KEPT = 24 * 3600  # seconds
_CHUNK = 5000


def idle_of(run_id: int | None, rules: Rules, names: RuleNames = UNNAMED) -> Mapping[str, str]:
    """Return why each idle rule binds nothing over a run, by identifier; for overseers, who see every party.

    None: a plan never run, of which it is only known that a rule contains another.
    """
    return idle_words(_found(run_id, rules), rules, rule_labels(rules, names))


def _found(run_id: int | None, rules: Rules) -> tuple[IdleRule, ...]:
    if run_id is None:
        return idle_in(rules, None)
    stated = json.dumps(dump(rules), sort_keys=True, default=str)
    key = f"plans.idle:{run_id}:{hashlib.sha256(stated.encode()).hexdigest()}"
    found: tuple[IdleRule, ...] | None = cache.get(key)
    if found is None:
        found = idle_in(rules, facts_of(run_id))
        cache.set(key, found, _KEPT)
    return found


def facts_of(run_id: int) -> Mapping[str, LotFacts]:
    """Return what rules look at in the lots of a run, in three queries, whatever their number."""
    makers: dict[int, set[str]] = defaultdict(set)
    fitting = Candidate.objects.filter(lot__run_id=run_id).exclude(state=CandidateState.NO_MATCH.value)
    for lot, maker in fitting.values_list("lot_id", "maker_id").distinct().iterator(chunk_size=_CHUNK):
        makers[lot].add(str(maker))
    members: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    regions: dict[int, set[str]] = defaultdict(set)
    asked = LotContribution.objects.filter(lot__run_id=run_id).values_list(
        "lot_id", "organisation__name", "need_line__region", "quantity"
    )
    for lot, member, region, quantity in asked.iterator(chunk_size=_CHUNK):
        members[lot][member] += quantity
        if region.strip():
            regions[lot].add(region.strip().casefold())
    lots = Lot.objects.of_run(run_id).values_list("pk", "code", "family", "criticality", "reference_price")
    return {
        code: LotFacts(
            family,
            vital=criticality == Criticality.VITAL.value,
            makers=frozenset(makers[key]),
            members=dict(members[key]),
            regions=frozenset(regions[key]),
            reference=price,
        )
        for key, code, family, criticality, price in lots.iterator(chunk_size=_CHUNK)
    }

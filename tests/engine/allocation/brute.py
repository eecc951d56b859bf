"""Every plan of a small problem, tried one by one: written apart from the engine, from the rules' words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from rakiza.engine.allocation import (
    Aim,
    AllocationRules,
    Budget,
    Commitment,
    Exclusive,
    FixedCostKind,
    Group,
    GroupShare,
    MakerCount,
    MakerShare,
    Measure,
    Offer,
    Per,
    Problem,
    Served,
    Service,
    SingleSource,
    Sources,
    Tied,
    TierKind,
    TierScope,
)

F = Fraction
Key = tuple[str, str]


class Plan:
    """One plan: whole units by (lot, offer) and period, with a surplus each."""

    def __init__(self, problem: Problem, rules: AllocationRules, served, surplus) -> None:
        self.problem, self.rules = problem, rules
        self.served, self.surplus = served, surplus
        self.lots = {lot.id: lot for lot in problem.lots}
        self.offers = {offer.id: offer for offer in problem.offers}
        self.ordered = {key: F(sum(q) + surplus.get(key, 0)) for key, q in served.items()}

    def maker(self, key: Key) -> str:
        return self.offers[key[1]].maker

    def total(self, lot: str) -> Fraction:
        return F(self.lots[lot].quantity)

    def given(self, lot: str) -> Fraction:
        return F(sum(sum(q) for key, q in self.served.items() if key[0] == lot))

    def left(self, lot: str) -> Fraction:
        return self.total(lot) - self.given(lot)

    def list_price(self, key: Key) -> Fraction:
        """Before any rebate, of the tier that the scope's quantity reaches."""
        offer = self.offers[key[1]]
        own = [t.price for t in offer.terms if t.lot == key[0] and t.price is not None]
        if own:
            return F(own[0])
        scope = self.ordered[key]
        if offer.tier_scope is TierScope.OFFER:
            scope = sum(q for k, q in self.ordered.items() if k[1] == key[1])
        return F([t.price for t in offer.tiers if t.from_quantity <= scope][-1])

    def delivery(self, key: Key) -> Fraction:
        offer, lot = self.offers[key[1]], self.lots[key[0]]
        own = sum((F(t.delivery) for t in offer.terms if t.lot == lot.id), F(0))
        rates = {part.id: F(part.quantity) for part in offer.delivery}
        whole = sum((F(p.quantity) for p in lot.regions), F(0))
        if not rates or not whole:
            return own
        mean = sum((F(p.quantity) * rates.get(p.id, F(0)) for p in lot.regions), F(0)) / whole
        return own + F(round(mean * 10**6), 10**6)

    def rebate(self, key: Key):
        lot = self.lots[key[0]]
        for discount in self.problem.discounts:
            if discount.maker == self.maker(key) and (
                not discount.families or lot.family in discount.families
            ):
                return discount
        return None

    def amount(self, key: Key) -> Fraction:
        """Money of one order; price steps that differ by unit never span several orders here."""
        offer, ordered = self.offers[key[1]], self.ordered[key]
        discount = self.rebate(key)
        if offer.tier_kind is TierKind.INCREMENTAL and len(offer.tiers) > 1:
            bought = _ladder([(F(t.from_quantity), F(t.price)) for t in offer.tiers], ordered)
            return bought + self.delivery(key) * ordered
        price = self.list_price(key)
        if discount is None:
            return (price + self.delivery(key)) * ordered
        under = [k for k in self.ordered if self.rebate(k) is discount]
        measured = sum(
            (
                self.ordered[k] * (self.list_price(k) if discount.measure is Measure.VALUE else 1)
                for k in under
            ),
            F(0),
        )
        if discount.kind is TierKind.INCREMENTAL:
            saved = _ladder([(F(s.start), F(s.rate)) for s in discount.steps], measured)
            return price * ordered - saved + self.delivery(key) * ordered
        rate = [F(s.rate) for s in discount.steps if s.start <= measured][-1]
        return (price * (1 - rate) + self.delivery(key)) * ordered

    def made(self) -> dict[tuple[str, int], Fraction]:
        made: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        for key, quantities in self.served.items():
            for period, quantity in enumerate(quantities):
                made[key[1], period] += quantity
            extra = self.surplus.get(key, 0)
            if extra:
                made[key[1], last_period(self.problem, key)] += extra
        return made

    def uses(self) -> Iterator[tuple[Key, int, Fraction]]:
        """What each order makes in each period."""
        for key, quantities in self.served.items():
            extra, last = self.surplus.get(key, 0), last_period(self.problem, key)
            for period, quantity in enumerate(quantities):
                yield key, period, F(quantity + (extra if period == last else 0))

    def line_use(self) -> dict[tuple[str, int], Fraction]:
        use: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        for key, period, quantity in self.uses():
            offer = self.offers[key[1]]
            own = [t.consumption for t in offer.terms if t.lot == key[0] and t.consumption is not None]
            if offer.line:
                use[offer.line, period] += quantity * F(own[0] if own else offer.consumption)
            for stage in offer.stages:
                use[stage.id, period] += quantity * F(stage.quantity)
        return use

    def material_use(self) -> dict[tuple[str, int], Fraction]:
        use: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        for key, period, quantity in self.uses():
            for one in self.offers[key[1]].materials:
                use[one.id, period] += quantity * F(one.quantity)
        return use

    def charges(self) -> Fraction:
        total = F(0)
        for cost in self.problem.fixed_costs:
            mine = [k for k in self.served if self.maker(k) == cost.maker]
            if any(not cost.families or self.lots[k[0]].family in cost.families for k in mine):
                total += self._yearly(cost, mine)
        use = self.line_use()
        for line in self.problem.lines:
            total += sum(F(line.setup_cost) for t in range(self.problem.periods) if use.get((line.id, t)))
        bought: dict[str, Fraction] = defaultdict(Fraction)
        for (name, _), quantity in self.material_use().items():
            bought[name] += quantity
        for material in self.problem.materials:
            steps = [(F(t.from_quantity), F(t.price)) for t in material.tiers]
            if material.kind is TierKind.INCREMENTAL:
                total += _ladder(steps, bought[material.id])
            else:
                total += [p for s, p in steps if s <= bought[material.id]][-1] * bought[material.id]
        return total

    def _yearly(self, cost, mine) -> Fraction:
        best = F(cost.amount)
        lots = [x for x in self.problem.lots if not cost.families or x.family in cost.families]
        names = {x.id for x in lots}
        given = sum((F(sum(self.served[k])) for k in mine if k[0] in names), F(0))
        for rule in self.rules.rules:
            if not isinstance(rule, Commitment) or cost.kind is not FixedCostKind.TOOLING or cost.years < 2:
                continue
            if rule.makers and cost.maker not in rule.makers:
                continue
            if given >= F(rule.floor) * sum((F(x.quantity) for x in lots), F(0)):
                best = min(best, F(cost.amount) / min(cost.years, rule.years))
        return best

    def spent(self, keys) -> Fraction:
        return sum((self.amount(key) for key in keys), F(0))

    def imported(self, lots) -> Fraction:
        return sum((self.left(x) * F(self.lots[x].fallback or 0) for x in lots), F(0))

    def objective(self) -> Fraction:
        total = self.spent(self.served) + self.charges()
        for lot in self.problem.lots:
            total += self.left(lot.id) * open_cost(lot, self.rules)
        return total

    def of(self, aim: Aim) -> Fraction:
        if aim is Aim.COST:
            return self.objective()
        if aim is Aim.VALUE_ADDED:
            return -sum((self.amount(k) * added_rate(self.offers[k[1]]) for k in self.served), F(0))
        return sum((self.left(x) * import_value(self.problem, self.rules, x) for x in self.lots), F(0))


def _ladder(steps: list[tuple[Fraction, Fraction]], total: Fraction) -> Fraction:
    money = F(0)
    for index, (start, price) in enumerate(steps):
        end = min(total, steps[index + 1][0]) if index + 1 < len(steps) else total
        money += price * max(F(0), end - start)
    return money


def open_cost(lot, rules: AllocationRules) -> Fraction:
    if lot.fallback is None:
        return F(rules.uncovered_penalty)
    return F(lot.fallback) * (1 + F(rules.preference_margin))


def added_rate(offer: Offer) -> Fraction:
    return F(offer.value_added) / (1 + F(offer.vat))


def import_value(problem: Problem, rules: AllocationRules, lot: str) -> Fraction:
    """The tests that look at imports give every lot an import price."""
    return F(next(x for x in problem.lots if x.id == lot).fallback)


def lawful(problem: Problem, offer: Offer, period: int) -> Fraction:
    share = F(offer.eligible[period]) if offer.eligible else F(1)
    months = problem.period_months
    ready = min(F(1), max(F(0), F((period + 1) * months - offer.lead_months, months)))
    return min(share, ready)


def bounds(problem: Problem, key: Key) -> list[int]:
    lot = next(x for x in problem.lots if x.id == key[0])
    offer = next(x for x in problem.offers if x.id == key[1])
    reliable = next((m.reliability for m in problem.makers if m.id == offer.maker), 1)
    found = []
    for period in range(problem.periods):
        most = int(F(lot.demand[period]) * lawful(problem, offer, period))
        if offer.capacity is not None:
            most = min(most, int(offer.capacity[period] * reliable))
        found.append(most)
    return found


def last_period(problem: Problem, key: Key) -> int:
    return max((t for t, most in enumerate(bounds(problem, key)) if most), default=0)


def plans(problem: Problem, rules: AllocationRules) -> Iterator[Plan]:
    """Yield every plan that keeps within each order's own bounds."""
    keys = [(lot, offer.id) for offer in problem.offers for lot in offer.lots]
    choices = []
    for key in keys:
        offer = next(x for x in problem.offers if x.id == key[1])
        lot = next(x for x in problem.lots if x.id == key[0])
        found = [((0,) * problem.periods, 0)]
        for quantities in product(*(range(most + 1) for most in bounds(problem, key))):
            served = sum(quantities)
            for extra in range(int(offer.order_multiple)):
                ordered = served + extra
                small = extra <= lot.quantity * rules.maximum_surplus
                packed = ordered % offer.order_multiple == 0
                if served and small and packed and ordered >= offer.minimum_order:
                    found.append((quantities, extra))
        choices.append(found)
    for chosen in product(*choices):
        served = {k: q for k, (q, _) in zip(keys, chosen, strict=True) if sum(q)}
        surplus = {k: u for k, (_, u) in zip(keys, chosen, strict=True) if u}
        plan = Plan(problem, rules, served, surplus)
        if obeys(plan):
            yield plan


def obeys(plan: Plan) -> bool:
    return _fits(plan) and _priced(plan) and all(_holds(plan, rule) for rule in plan.rules.rules)


def _fits(plan: Plan) -> bool:
    return _within_demand(plan) and _orderable(plan) and _within_capacity(plan) and _within_supply(plan)


def _within_demand(plan: Plan) -> bool:
    return all(
        sum(q[period] for key, q in plan.served.items() if key[0] == lot.id) <= lot.demand[period]
        for lot in plan.problem.lots
        for period in range(plan.problem.periods)
    )


def _orderable(plan: Plan) -> bool:
    """An order that one lot alone could never fill isn't placed."""
    for key in plan.ordered:
        offer = plan.offers[key[1]]
        packs = -(-max(offer.minimum_order, offer.order_multiple) // offer.order_multiple)
        if packs * offer.order_multiple > plan.lots[key[0]].quantity:
            return False
    return True


def _within_capacity(plan: Plan) -> bool:
    problem = plan.problem
    reliable = {m.id: F(m.reliability) for m in problem.makers}
    for (name, period), quantity in plan.made().items():
        offer = plan.offers[name]
        able = None if offer.capacity is None else F(offer.capacity[period]) * reliable.get(offer.maker, F(1))
        if able is not None and quantity > able:
            return False
    use = plan.line_use()
    for line in problem.lines:
        ramp = line.ramp or (1,) * problem.periods
        for period in range(problem.periods):
            able = F(line.capacity[period]) * F(line.reliability) * F(ramp[period])
            if use.get((line.id, period), F(0)) > able:
                return False
    return True


def _within_supply(plan: Plan) -> bool:
    use = plan.material_use()
    return all(
        one.supply is None or use.get((one.id, t), F(0)) <= F(one.supply[t])
        for one in plan.problem.materials
        for t in range(plan.problem.periods)
    )


def _priced(plan: Plan) -> bool:
    share = F(plan.rules.maximum_share)
    held: dict[Key, Fraction] = defaultdict(Fraction)
    for key, quantities in plan.served.items():
        lot = plan.lots[key[0]]
        held[key[0], plan.maker(key)] += sum(quantities)
        if lot.fallback is not None and plan.amount(key) > open_cost(lot, plan.rules) * plan.ordered[key]:
            return False
    return all(q <= plan.total(lot) * share for (lot, _), q in held.items())


def _scoped(plan: Plan, scope, per: Per) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for lot in plan.problem.lots:
        named = not scope.lots and not scope.families
        if not (named or lot.id in scope.lots or lot.family in scope.families):
            continue
        if scope.vital and not lot.vital:
            continue
        names = {
            Per.LOT: [lot.id],
            Per.FAMILY: [lot.family],
            Per.MEMBER: [p.id for p in lot.members if p.quantity],
            Per.PLAN: [""],
        }[per]
        for name in names:
            found[name].add(lot.id)
    return found


def _measure(plan: Plan, measure: Measure, lots: set[str], keys) -> tuple[Fraction, Fraction]:
    if measure is Measure.QUANTITY:
        return F(sum(sum(plan.served[k]) for k in keys)), sum((plan.total(x) for x in lots), F(0))
    whole = plan.spent(k for k in plan.served if k[0] in lots) + plan.imported(lots)
    if measure is Measure.VALUE:
        return plan.spent(keys), whole
    return sum((plan.amount(k) * added_rate(plan.offers[k[1]]) for k in keys), F(0)), whole


def _holds(plan: Plan, rule) -> bool:
    return {
        MakerShare: _maker_share,
        GroupShare: _group_share,
        Sources: _sources,
        SingleSource: _single,
        MakerCount: _maker_count,
        Budget: _budget,
        Service: _service,
        Exclusive: _exclusive,
        Tied: _tied,
        Commitment: lambda plan, rule: True,
    }[type(rule)](plan, rule)


def _maker_share(plan: Plan, rule: MakerShare) -> bool:
    for lots in _scoped(plan, rule.scope, rule.per).values():
        keys = [k for k in plan.served if k[0] in lots]
        for maker in {plan.maker(k) for k in keys}:
            if not rule.makers or maker in rule.makers:
                part, whole = _measure(plan, rule.measure, lots, [k for k in keys if plan.maker(k) == maker])
                if not F(rule.minimum) * whole <= part <= F(rule.maximum) * whole:
                    return False
    return True


def _member_of(plan: Plan, rule: GroupShare, key: Key) -> bool:
    maker = next((m for m in plan.problem.makers if m.id == plan.maker(key)), None)
    small, startup = (maker.small, maker.startup) if maker else (False, False)
    return {
        Group.ALL: True,
        Group.SMALL: small,
        Group.STARTUP: startup,
        Group.SMALL_OR_STARTUP: small or startup,
        Group.INCUMBENT: plan.lots[key[0]].incumbent == plan.maker(key),
        Group.NAMED: plan.maker(key) in rule.makers,
    }[rule.group]


def _group_share(plan: Plan, rule: GroupShare) -> bool:
    for lots in _scoped(plan, rule.scope, rule.per).values():
        keys = [k for k in plan.served if k[0] in lots and _member_of(plan, rule, k)]
        part, whole = _measure(plan, rule.measure, lots, keys)
        if not F(rule.minimum) * whole <= part <= F(rule.maximum) * whole:
            return False
    return True


def _sources(plan: Plan, rule: Sources) -> bool:
    for lots in _scoped(plan, rule.scope, Per.LOT).values():
        for lot in lots:
            held: dict[str, int] = defaultdict(int)
            for key, quantities in plan.served.items():
                if key[0] == lot:
                    held[plan.maker(key)] += sum(quantities)
            counted = sum(1 for q in held.values() if q >= max(1, plan.total(lot) * F(rule.least_share)))
            if held and counted < rule.minimum:
                return False
            if rule.maximum is not None and len(held) > rule.maximum:
                return False
    return True


def _single(plan: Plan, rule: SingleSource) -> bool:
    for lots in _scoped(plan, rule.scope, Per.LOT).values():
        for lot in lots:
            keys = [k for k in plan.served if k[0] == lot]
            if keys and (len(keys) > 1 or plan.left(lot) != 0):
                return False
    return True


def _maker_count(plan: Plan, rule: MakerCount) -> bool:
    return all(
        len({plan.maker(k) for k in plan.served if k[0] in lots}) <= rule.maximum
        for lots in _scoped(plan, rule.scope, rule.per).values()
    )


def _part(parts, name: str) -> Fraction:
    whole = sum((F(p.quantity) for p in parts), F(0))
    return sum((F(p.quantity) for p in parts if p.id == name), F(0)) / whole if whole else F(0)


def _budget(plan: Plan, rule: Budget) -> bool:
    total = plan.charges() if rule.member is None else F(0)
    for lot in plan.problem.lots:
        share = F(1) if rule.member is None else _part(lot.members, rule.member)
        keys = [k for k in plan.served if k[0] == lot.id]
        total += share * (plan.spent(keys) + plan.imported([lot.id]))
    return total <= F(rule.maximum)


def _service(plan: Plan, rule: Service) -> bool:
    levels = []
    for region in {p.id for lot in plan.problem.lots for p in lot.regions}:
        if rule.regions and region not in rule.regions:
            continue
        needed = given = F(0)
        for lot in plan.problem.lots:
            share = _part(lot.regions, region)
            needed += plan.total(lot.id) * share
            covered = rule.served is Served.COVERED and lot.fallback is not None
            given += (plan.total(lot.id) if covered else plan.given(lot.id)) * share
        if needed:
            levels.append(given / needed)
    if any(level < F(rule.minimum) for level in levels):
        return False
    return rule.spread is None or not levels or max(levels) - min(levels) <= F(rule.spread)


def _exclusive(plan: Plan, rule: Exclusive) -> bool:
    makers = {plan.maker(k) for k in plan.served}
    return all(
        len({k[0] for k in plan.served if plan.maker(k) == m and k[0] in rule.lots}) <= rule.maximum
        for m in makers
    )


def _tied(plan: Plan, rule: Tied) -> bool:
    wanted = {x for x in rule.lots if plan.total(x)}
    for maker in {plan.maker(k) for k in plan.served}:
        held = {k[0] for k in plan.served if plan.maker(k) == maker} & set(rule.lots)
        if held and held != wanted:
            return False
    return True

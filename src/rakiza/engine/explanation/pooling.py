"""What members save by buying together, and how the common cost is shared.

The game: the cost of a coalition is that of the plan that serves its members' demand alone, with the
part of every capacity and raw material that its demand stands for, so that no coalition is given what the others use.
Parts of the plan that share nothing are games of their own; the Shapley value adds up over them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from rakiza.engine.allocation import Lot, Offer, Problem
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, doubt, has_plan, silent
from rakiza.engine.explanation.shapley import EXACT_PLAYERS, PAIRS, shapley
from rakiza.engine.explanation.sharing import in_cents, is_rational, nearest_rational, proportional

ZERO = Decimal(0)
GRAIN = Decimal("0.001")
Quarters = tuple[Decimal, ...]
Demands = Mapping[str, Mapping[str, Quarters]]  # lot, member: base units by period


class Method(StrEnum):
    """How the common cost is shared."""

    SHAPLEY = "shapley"
    SHAPLEY_SAMPLED = "shapley_sampled"
    SHAPLEY_ADJUSTED = "shapley_adjusted"  # projected on the shares that nobody refuses
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class MemberShare:
    """One member: its cost alone, its share of the common cost, and what it saves. Money, in cents.

    `error`: standard error of the share before any adjustment, where it was sampled.
    """

    member: str
    alone: Decimal
    share: Decimal
    error: Decimal = ZERO

    @property
    def saving(self) -> Decimal:
        """What buying together saves it."""
        return self.alone - self.share


@dataclass(frozen=True, slots=True)
class Pooling:
    """What pooling comes to. `rational`: nobody pays more than alone.

    `left_out`: lots without an import price, whose cost alone can't be told. `doubt`: what the
    proofs of the plans leave open. `coalitions`: plans solved, of them `unruled` without the rules that
    no plan of theirs obeys. `not_reached`: lots of the parts whose
    costs weren't all known when the end came; every figure is then without them.
    """

    method: Method
    members: tuple[MemberShare, ...]
    together: Decimal
    alone: Decimal
    rational: bool
    left_out: int
    doubt: Decimal
    coalitions: int
    not_reached: tuple[str, ...] = ()
    unruled: int = 0

    @property
    def complete(self) -> bool:
        """Whether every part was shared."""
        return not self.not_reached

    @property
    def significant(self) -> bool:
        """Whether the saving is more than the proofs leave open."""
        return abs(self.alone - self.together) > self.doubt


def pool(
    question: Question,
    demands: Demands,
    method: Method = Method.SHAPLEY,
    progress: Step = silent,
    exact_players: int = EXACT_PLAYERS,
    pairs: int = PAIRS,
) -> Pooling:
    """Return what each member saves and bears. `method`: SHAPLEY (sampled beyond) or PROPORTIONAL.

    A part is shared whole or not at all: as far as the question's end allows.
    """
    tally = _Tally()
    parts = question.parts()
    for part in parts:
        tally.left_out += sum(lot.quantity > 0 for lot in part.lots) - len(_priced(part))
    for done, part in enumerate(parts):
        progress(done, len(parts))
        priced = _priced(part)
        try:
            if priced:
                tally.add(_Game(question, part, priced, demands), method, exact_players, pairs)
        except Stopped:
            return tally.told(method, tuple(lot.id for one in parts[done:] for lot in _priced(one)))
    progress(len(parts), len(parts))
    return tally.told(method)


def _priced(part: Problem) -> tuple[Lot, ...]:
    return tuple(lot for lot in part.lots if lot.fallback is not None and lot.quantity > 0)


class _Game:
    """The costs of coalitions of members within one part."""

    def __init__(self, question: Question, part: Problem, lots: tuple[Lot, ...], demands: Demands) -> None:
        self._question, self._part, self._demands = question, part, demands
        self._lots = lots
        self._known: dict[frozenset[str], Decimal] = {}
        self.doubt, self.unruled = ZERO, 0
        self.players = sorted({m for lot in lots for m, q in demands.get(lot.id, {}).items() if any(q)})

    @property
    def solved(self) -> int:
        """How many plans were solved."""
        return len(self._known)

    def cost(self, coalition: frozenset[str]) -> Decimal:
        """Return what the plan of a coalition costs, imports included.

        Rules that no plan of the coalition obeys are the whole plan's, not a smaller group's: it is then
        costed without those that have an identifier of their own, and counted in `unruled`.
        """
        if coalition not in self._known:
            problem = self._problem(coalition)
            solution = self._question.answer(problem)
            if not has_plan(solution):
                solution = self._question.answer(problem, replace(self._question.rules, rules=()))
                self.unruled += 1
            self._known[coalition] = solution.cost
            self.doubt = max(self.doubt, doubt(solution))
        return self._known[coalition]

    def _problem(self, coalition: frozenset[str]) -> Problem:
        lots = tuple(
            replace(lot, demand=self._demand(lot, coalition), members=())
            for lot in self._lots
            if any(self._demand(lot, coalition))
        )
        kept = frozenset(lot.id for lot in lots)
        share = {lot.id: self._share(lot, coalition) for lot in self._lots}
        offers = tuple(
            replace(
                offer,
                lots=tuple(lot for lot in offer.lots if lot in kept),
                doubtful=tuple(lot for lot in offer.doubtful if lot in kept),
                terms=tuple(terms for terms in offer.terms if terms.lot in kept),
                capacity=_cut(offer.capacity, self._part_of((offer,), share)),
            )
            for offer in self._part.offers
            if kept & set(offer.lots)
        )
        lines = tuple(
            replace(line, capacity=_cut(line.capacity, self._part_of(self._users(line.id), share)) or ())
            for line in self._part.lines
        )
        materials = tuple(
            replace(one, supply=_cut(one.supply, self._part_of(self._made_of(one.id), share)))
            for one in self._part.materials
        )
        return replace(self._part, lots=lots, offers=offers, lines=lines, materials=materials)

    def _demand(self, lot: Lot, coalition: frozenset[str]) -> Quarters:
        stated = self._demands.get(lot.id, {})
        return tuple(
            sum((stated[member][period] for member in coalition if member in stated), ZERO)
            for period in range(self._part.periods)
        )

    def _share(self, lot: Lot, coalition: frozenset[str]) -> tuple[Decimal, Decimal]:
        return sum(self._demand(lot, coalition), ZERO), lot.quantity

    def _users(self, line: str) -> tuple[Offer, ...]:
        return tuple(
            offer
            for offer in self._part.offers
            if offer.line == line or any(stage.id == line for stage in offer.stages)
        )

    def _made_of(self, material: str) -> tuple[Offer, ...]:
        return tuple(one for one in self._part.offers if any(use.id == material for use in one.materials))

    def _part_of(self, offers: tuple[Offer, ...], share: Mapping[str, tuple[Decimal, Decimal]]) -> Fraction:
        """The part that a coalition's demand makes of all demand that these offers could serve."""
        lots = {lot for offer in offers for lot in offer.lots if lot in share}
        whole = sum((share[lot][1] for lot in lots), ZERO)
        asked = sum((share[lot][0] for lot in lots), ZERO)
        return Fraction(asked) / Fraction(whole) if whole else Fraction(0)


def _cut(capacity: Quarters | None, share: Fraction) -> Quarters | None:
    """Return a capacity's part, rounded down to thousandths so that parts never exceed the whole."""
    if capacity is None:
        return None
    return tuple(
        (Decimal(share.numerator) * have / Decimal(share.denominator)).quantize(GRAIN, ROUND_DOWN)
        for have in capacity
    )


class _Tally:
    """The games of the parts, added up."""

    def __init__(self) -> None:
        self.left_out = 0
        self._values: dict[str, Fraction] = defaultdict(Fraction)
        self._alone: dict[str, Fraction] = defaultdict(Fraction)
        self._variance: dict[str, float] = defaultdict(float)
        self._doubt, self._solved, self._unruled = ZERO, 0, 0

    def add(self, game: _Game, method: Method, exact_players: int, pairs: int) -> None:
        """Add one part's game: nothing of it where Stopped is raised."""
        alone = {player: Fraction(game.cost(frozenset({player}))) for player in game.players}
        errors = dict.fromkeys(game.players, 0.0)
        values: Mapping[str, Fraction]
        if method is Method.PROPORTIONAL:
            values = proportional(Fraction(game.cost(frozenset(game.players))), alone)
        else:
            found = shapley(game.players, game.cost, exact_players=exact_players, pairs=pairs)
            values, errors = found.values, dict(found.errors)
        for player in game.players:
            self._alone[player] += alone[player]
            self._values[player] += values[player]
            self._variance[player] += errors[player] ** 2
        self._doubt += game.doubt
        self._solved += game.solved
        self._unruled += game.unruled

    def told(self, method: Method, not_reached: tuple[str, ...] = ()) -> Pooling:
        """Return the whole, adjusted where somebody would pay more than alone."""
        values, alone = dict(self._values), dict(self._alone)
        if method is Method.SHAPLEY and any(self._variance.values()):
            method = Method.SHAPLEY_SAMPLED
        if not is_rational(values, alone):
            nearest = nearest_rational(values, alone)
            if nearest is not None:
                values, method = nearest, Method.SHAPLEY_ADJUSTED
        shares, lone = in_cents(values), in_cents(alone)
        members = tuple(
            MemberShare(
                member,
                lone[member],
                min(shares[member], lone[member]) if values[member] <= alone[member] else shares[member],
                Decimal(str(round(self._variance[member] ** 0.5, 2))),
            )
            for member in sorted(values)
        )
        together = sum((one.share for one in members), ZERO)
        return Pooling(
            method=method,
            members=members,
            together=together,
            alone=sum((one.alone for one in members), ZERO),
            rational=is_rational(values, alone),
            left_out=self.left_out,
            doubt=self._doubt,
            coalitions=self._solved,
            not_reached=not_reached,
            unruled=self._unruled,
        )

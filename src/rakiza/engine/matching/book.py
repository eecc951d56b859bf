"""What needs ask for, each distinct question kept once: most lines of a country ask what another one does."""

from __future__ import annotations

from collections.abc import Container, Iterable

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Kind
from rakiza.engine.matching.values import Requirement, typed
from rakiza.engine.reading.settled import Plainly, ReadLine
from rakiza.engine.reading.values import Alternative, Reading

Need = Reading | Requirement
Attributes = tuple[AttributeValue, ...]
Question = tuple[str, Attributes]  # a family and what is asked of it; packs rank nothing
Choice = tuple[int, float]  # a question and the probability that it is what is meant
Plan = tuple[int, int | None]  # a way of meaning, and the pack asked for
Shares = tuple[tuple[str, float], ...]  # the families a need may be of, with their probabilities
# The families a need may be of, what it asks, the pack it names.
Meant = tuple[Shares, Attributes, int | None]
PlainlyMeant = tuple[Shares, Plainly, int | None]  # the same, as a line of a list gives it

LEAST_PROBABILITY = 0.1  # a family less likely isn't looked at
MOST_PLANS = 400_000  # distinct plans kept from block to block, some 300 MB
NOTHING: Meant = ((), (), None)
_MATCHED = frozenset({Kind.DEVICE, Kind.IVD})


def meant(need: Need) -> Meant:
    """Return what a need asks for, without the words that say so."""
    if isinstance(need, Requirement):
        return ((need.family, 1.0),), need.attributes, need.pack_size
    if need.family is None or need.kind not in _MATCHED:
        return NOTHING
    shares = _families(need.family, need.alternatives) if need.alternatives else ((need.family, 1.0),)
    return shares, need.attributes, need.packaging.size


def meant_by_line(line: ReadLine) -> PlainlyMeant:
    """Return what a line of a list asks for, its attributes as plain as they can be; no reading is made of it."""
    settled = line.settled
    if settled.family is None or settled.kind not in _MATCHED:
        return (), (), None
    shares = _families(settled.family, settled.others) if settled.others else ((settled.family, 1.0),)
    return shares, settled.stated(line.numbers), line.pack.size


def unfamiliar(reading: Reading) -> bool:
    """Tell whether a text names a device that no family covers, as far as one can tell."""
    return reading.family is None and reading.kind in _MATCHED


def _families(family: str, alternatives: Iterable[Alternative]) -> Shares:
    """Return the families that a need may be of, its own first, with their probabilities."""
    others = [
        (other.family, round(other.probability, 3))
        for other in alternatives
        if other.family is not None and other.probability >= LEAST_PROBABILITY
    ]
    own = max(0.0, 1.0 - sum(probability for _, probability in others))
    return ((family, round(own, 3)), *others)


class Book:
    """Distinct questions, distinct ways of meaning (questions with their probabilities), distinct plans.

    Numbers given out never change: lists only grow.
    """

    def __init__(self, families: Container[str]) -> None:
        """Keep questions about these families only: the catalogue has no device of others."""
        self._families = families
        self.questions: list[Question] = []
        self.ways: list[tuple[Choice, ...]] = []
        self.plans: list[Plan] = []
        self._question_at: dict[object, int] = {}
        self._question_of_line: dict[tuple[str, Plainly], int] = {}
        self._way_at: dict[tuple[Choice, ...], int] = {}
        self._plan_at: dict[Plan, int] = {}

    def __len__(self) -> int:
        """Return the number of distinct plans."""
        return len(self.plans)

    @property
    def full(self) -> bool:
        """Tell whether the next block had better begin a new book."""
        return len(self.plans) > MOST_PLANS

    def plan_of(self, asked: Meant) -> int:
        """Return the number of the plan of what is meant."""
        shares, attributes, pack = asked
        choices = [
            (self._question(family, attributes), share)
            for family, share in shares
            if family in self._families
        ]
        return self._plan(tuple(choices), pack)

    def plan_of_line(self, asked: PlainlyMeant) -> int:
        """Return the number of the plan of what a line means: that of `plan_of`, found by a cheaper key."""
        shares, stated, pack = asked
        choices = [
            (self._plain_question(family, stated), share)
            for family, share in shares
            if family in self._families
        ]
        return self._plan(tuple(choices), pack)

    def _plan(self, choices: tuple[Choice, ...], pack: int | None) -> int:
        way = self._way(choices)
        at = self._plan_at.get((way, pack))
        if at is None:
            at = self._plan_at[way, pack] = len(self.plans)
            self.plans.append((way, pack))
        return at

    def requirement(self, question: int, pack: int | None) -> Requirement:
        """Return a question with the pack of a plan, as one requirement."""
        family, attributes = self.questions[question]
        return Requirement(family, attributes, pack)

    def _way(self, choices: tuple[Choice, ...]) -> int:
        at = self._way_at.get(choices)
        if at is None:
            at = self._way_at[choices] = len(self.ways)
            self.ways.append(choices)
        return at

    def _plain_question(self, family: str, stated: Plainly) -> int:
        at = self._question_of_line.get((family, stated))
        if at is None:
            attributes = tuple([AttributeValue(*each[:4]) for each in stated])
            at = self._question_of_line[family, stated] = self._question(family, attributes)
        return at

    def _question(self, family: str, attributes: Attributes) -> int:
        key = (family, typed(attributes))
        at = self._question_at.get(key)
        if at is None:
            at = self._question_at[key] = len(self.questions)
            self.questions.append((family, attributes))
        return at

"""Lots explained one after another under one end: who won each and why, and what would make others win."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rakiza.engine.explanation.lots import LotExplanation, explain_lot
from rakiza.engine.explanation.parts import Question, Step, silent


@dataclass(frozen=True, slots=True)
class LotExplanations:
    """The lots asked about, in the order asked; `not_reached`: those that the end came before."""

    lots: tuple[LotExplanation, ...]
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every lot was explained, with every offer that was to be looked at."""
        return not self.not_reached and all(one.complete for one in self.lots)


def explain_lots(question: Question, lots: Sequence[str] = (), progress: Step = silent) -> LotExplanations:
    """Explain the lots named, in that order, or every one; KeyError where the problem has none of that name."""
    held = {one.id for one in question.problem.lots}
    asked = tuple(dict.fromkeys(lots)) or tuple(one.id for one in question.problem.lots)
    for lot in asked:
        if lot not in held:
            raise KeyError(lot)
    found: list[LotExplanation] = []
    for done, lot in enumerate(asked):
        progress(done, len(asked))
        if question.stop():
            return LotExplanations(tuple(found), asked[done:])
        found.append(explain_lot(question, lot))
    progress(len(asked), len(asked))
    return LotExplanations(tuple(found))

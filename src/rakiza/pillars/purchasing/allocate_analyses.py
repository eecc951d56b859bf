"""What `rakiza allocate --analyses` says about its awards: asked under an end, partial where it came first."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console

from rakiza.engine.allocation import NO_PLAN, AllocationRules, Problem, Solution
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.explanation.analyses import (
    BY_NAME,
    OF_A_PLAN,
    OF_NO_PLAN,
    Kind,
    analyse,
    analyses_document,
)
from rakiza.kernel.wording.reasons import say
from rakiza.pillars.purchasing.allocate_conflict import rule_names


@dataclass(frozen=True, slots=True)
class Limits:
    """Which analyses are wanted (all that apply where none is named), of which lots, within how many seconds."""

    kinds: tuple[Kind, ...]
    seconds: float | None
    lots: tuple[str, ...] = ()

    def of(self, solution: Solution) -> tuple[Kind, ...]:
        """Return the analyses that apply: of a plan, or of why there is none."""
        if solution.status in NO_PLAN:
            return tuple(kind for kind in OF_NO_PLAN if not self.kinds or kind in self.kinds)
        named = {*self.kinds, *((Kind.LOTS,) if self.lots else ())}
        return tuple(kind for kind in (*OF_A_PLAN, *BY_NAME) if kind in (named or OF_A_PLAN))


@contextmanager
def until_interrupted() -> Iterator[Stop]:
    """Give what says stop after a Ctrl-C; a second one ends the command at once."""
    asked = {"stop": False}

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal's handler
        asked["stop"] = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: asked["stop"]
    finally:
        signal.signal(signal.SIGINT, before)


def analysed(
    problem: Problem, rules: AllocationRules, solution: Solution, limits: Limits, console: Console
) -> dict[str, Any]:
    """Return the document of the analyses that apply: of a plan, or of why there is none."""
    with until_interrupted() as stop, console.status("") as status:

        def progress(kind: Kind, done: int, total: int) -> None:
            status.update(
                _("Analyse « %(kind)s » : %(done)s sur %(total)s")
                % {"kind": kind.value, "done": done, "total": total}
            )

        found = analyse(
            problem,
            rules,
            limits.of(solution),
            lots=limits.lots,
            stop=stop,
            seconds=limits.seconds,
            progress=progress,
        )
    makers = {offer.id: f"{offer.id} ({offer.maker})" for offer in problem.offers}
    named = rule_names(rules)
    return analyses_document(problem, rules, found, lambda reason: say(reason, names=makers, rules=named))


def told(document: Mapping[str, Any]) -> str:
    """One line on how the analyses ended, naming those that are partial."""
    partial = [name for name, one in document["analyses"].items() if not one["complete"]]
    if not partial:
        return _("Analyses complètes.")
    return _("Analyses partielles : %(names)s ; le fichier nomme ce qui n'a pas été atteint.") % {
        "names": ", ".join(partial)
    }

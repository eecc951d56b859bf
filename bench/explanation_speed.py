"""CPU time of what explains a plan, on a generated market: thresholds of a lot, prices of rules, the rest.

The market is that of `allocation_speed.py`: six offers a lot, shared lines, minimum orders, three tiers. Each
figure is processor time, so that a busy machine doesn't alter it. Solves are counted where told.

    python bench/explanation_speed.py [lots] [seed]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from decimal import Decimal

from allocation_speed import problem
from rakiza.engine.allocation import AllocationRules
from rakiza.engine.explanation.capacity import line_worths
from rakiza.engine.explanation.fronts import pareto_front
from rakiza.engine.explanation.lots import explain_lot
from rakiza.engine.explanation.parts import Question
from rakiza.engine.explanation.pooling import pool
from rakiza.engine.explanation.rule_prices import rule_prices

MEMBERS = 4
RULES = AllocationRules(maximum_share=Decimal("0.7"), minimum_sources_vital=2, time_limit_seconds=5)


def main() -> int:
    """Measure each question on one market and print a line each."""
    lots = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    market = problem(lots, seed)
    question = Question.of(market, RULES)
    parts = question.parts()
    print(f"{lots} lots, {len(market.offers)} offers, {len(parts)} parts, seed {seed}")
    demands = {
        lot.id: {
            f"m{(index + one) % MEMBERS}": tuple(quantity / 2 for quantity in lot.demand) for one in (0, 3)
        }
        for index, lot in enumerate(market.lots)
    }
    subject = max(parts, key=lambda part: len(part.offers)).lots[0].id
    told(f"one lot of the largest part ({subject})", lambda: explain_lot(question, subject))
    told("price of every rule", lambda: rule_prices(question))
    told("worth of full lines", lambda: line_worths(question))
    told("front of 5 plans", lambda: pareto_front(market, Question.of(market, RULES, gap=1e-4), points=5))
    told(f"pooling of {MEMBERS} members", lambda: pool(question, demands))
    return 0


def told(name: str, ask: Callable[[], object]) -> None:
    """Run one question and print its processor time with the start of its answer."""
    start = time.process_time()
    answer = ask()
    print(f"{name}: {time.process_time() - start:.1f} s CPU; {str(answer)[:160]}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

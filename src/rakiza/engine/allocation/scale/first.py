"""A few families to begin with: priced, a plan made family by family, both bettered while that pays.

The solver's own heuristics look for a plan from nothing and took two thirds of a part's time. With a plan
near the best, reduced costs settle most decisions at the root and none is needed; often prices alone close
the gap. What the families' search trees rule out of a cheaper plan is handed on.
"""

from __future__ import annotations

import time

from rakiza.engine.allocation.scale.blocks import blocks_of
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.lagrange import Trees
from rakiza.engine.allocation.scale.large import Asked, Found, Search
from rakiza.engine.allocation.scale.programme import Ints, Programme

TURNS = 6
EASY = 2  # families up to which the solver closes what a first plan leaves sooner than prices do


def first_plan(programme: Programme, labels: Ints, asked: Asked) -> Found:
    """Return a plan that obeys every row, minor decisions left free, and what prices prove of it.

    `labels` as told by `blocks.labels_of`. Work is counted in nodes and turns: time only ends it.
    """
    began = time.monotonic()
    ground = Ground(programme, blocks_of(programme, labels), stop=asked.stop)
    turns = TURNS if ground.blocks.count - 1 > EASY else 0
    trees = Trees(ground, asked.stop)
    with Crew(ground, 1) as crew:
        search = Search(crew, asked, began, trees)
        search.approach(turns)
    cheaper = trees.narrowed() if search.best is not None else None
    return Found(search.best, search.bound, time.monotonic() - began, cheaper=cheaper)

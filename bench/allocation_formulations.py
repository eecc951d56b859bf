"""Formulations of the same problems, compared: `python bench/allocation_formulations.py [LOTS …] [--seeds N] [--plan S]`.

For each generated instance (see `allocation_instances`) the linear relaxation of

- `weak`: one quantity an offer and lot, one spend a rebate step, held together by the step's big number;
- `weak, tight`: its big numbers cut to what the line's whole capacity can reach;
- `strong`: with x ≤ q y for each quantity and the step or fixed cost that it waits for;
- `strong, tight`: both (what large problems are solved with);
- `split`: one quantity an offer, lot and rebate step (what small problems are solved with);
- `split, strong`: with x ≤ q y for each of these.

Tells size, how far its value stands below the tightest one and below a plan found within S processor seconds
(where that is proven to 0.1 %; 0 looks for none), and the relaxation's processor seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from decimal import localcontext

import numpy as np

from allocation_instances import national
from allocation_speed import count_processor_time
from rakiza.engine.allocation import solve
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.highs import Demand
from rakiza.engine.allocation.model import Model, compile_component
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.scale.blocks import labels_of
from rakiza.engine.allocation.scale.merge import Merged, merged, twins_of
from rakiza.engine.allocation.scale.programme import Programme, programme_of
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.tighten import strong_rows, tightened
from rakiza.engine.allocation.values import DIGITS

NEAR = 1e-3  # a plan proven as near as this is worth comparing with
NO_LIMIT = Demand(1e-4, 1e6)
HEAD = "| lots | seed | formulation | columns | rows | entries | below the tightest | below the plan | CPU s |\n|-|-|-|-|-|-|-|-|-|"


def written(model: Model) -> Programme:
    """The model as it is written: split by step."""
    return programme_of(model.rows, NO_LIMIT)


def one_quantity(model: Model, *, tight: bool) -> Merged:
    """One quantity an offer and lot; `tight`: once the big numbers of the model are cut."""
    programme = tightened(written(model)) if tight else written(model)
    found = merged(programme, labels_of(model), twins_of(model))
    assert found is not None, "nothing to merge"
    return found


def weak(model: Model, *, tight: bool = False) -> Programme:
    """Without the rows x ≤ q Σ y by which a quantity waits for one of the steps it may stand on."""
    found = one_quantity(model, tight=tight)
    programme = found.programme
    quantities = np.unique(found.place[found.decision >= 0])
    steps = np.unique(found.place[found.decision[found.decision >= 0]])
    row_of, positive = programme.row_of(), programme.values > 0
    own = positive & np.isin(programme.indices, quantities)
    waits = ~positive & np.isin(programme.indices, steps)
    either = np.bincount(row_of, own | waits, programme.rows) == np.diff(programme.starts)
    one = (np.bincount(row_of, own, programme.rows) == 1) & (np.bincount(row_of, waits, programme.rows) > 0)
    kept = np.flatnonzero(~(either & one & (programme.row_upper == 0)))
    return programme.part(np.arange(programme.columns), kept)


def strong(model: Model, *, tight: bool = False) -> Programme:
    """With these rows, and those of what is opened at a fixed cost."""
    found = one_quantity(model, tight=tight).programme
    return strong_rows(tightened(found) if tight else found)


FORMULATIONS: dict[str, Callable[[Model], Programme]] = {
    "weak": weak,
    "weak, tight": lambda model: tightened(weak(model, tight=True)),
    "strong": strong,
    "strong, tight": lambda model: strong(model, tight=True),
    "split": written,
    "split, strong": lambda model: strong_rows(written(model)),
}


def compare(lots: int, seed: int, seconds: float) -> None:
    """Print a line for each formulation of one instance."""
    instance = national(lots, seed, gap=1e-4, seconds=seconds)
    plan = solve(instance.problem, instance.rules) if seconds else None
    with localcontext(prec=DIGITS):
        penalty = uncovered_penalty(instance.problem, instance.rules)
        model = compile_component(whole(instance.problem), instance.rules, penalty)
    told = []
    for name, write in FORMULATIONS.items():
        programme = write(model)
        began = time.process_time()
        value = run(programme, Effort(relaxed=True)).value / model.money
        size = f"{programme.columns} | {programme.rows} | {len(programme.values)}"
        told.append((name, size, value, time.process_time() - began))
    tightest = max(value for _, _, value, _ in told)
    for name, size, value, spent in told:
        near = plan is not None and plan.gap <= NEAR
        below = f"{1 - value / float(plan.objective):.3%}" if plan is not None and near else "–"
        print(
            f"| {lots} | {seed} | {name} | {size} | {1 - value / tightest:.3%} | {below} | {spent:.1f} |",
            flush=True,
        )


def main() -> None:
    """Compare every size and seed asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lots", type=int, nargs="*", default=[200, 1_000])
    arguments.add_argument("--seeds", type=int, default=3)
    arguments.add_argument("--plan", type=float, default=20.0, help="processor seconds for the plan")
    asked = arguments.parse_args()
    count_processor_time()
    print(HEAD)
    for lots in asked.lots:
        for seed in range(asked.seeds):
            compare(lots, seed, asked.plan)


if __name__ == "__main__":
    main()

"""Time, gap and memory of the allocation: `python bench/allocation_speed.py [LOTS] [--rules N] [--seed N]`.

Generated national instances (see `allocation_instances`); memory is the largest process's.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time

from allocation_instances import national
from rakiza.engine.allocation import Problem, solve


def problem(lots: int, seed: int) -> Problem:
    """The problem of an instance without further rules."""
    return national(lots, seed).problem


def main() -> int:
    """Run one size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lots", type=int, nargs="?", default=1_000)
    arguments.add_argument("--rules", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--gap", type=float, default=1e-4)
    asked = arguments.parse_args()
    instance = national(asked.lots, asked.seed, rules=asked.rules, gap=asked.gap, seconds=asked.seconds)
    start = time.perf_counter()
    solution = solve(instance.problem, instance.rules, processes=os.cpu_count() or 1)
    spent = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    computed = sum(one.ru_utime + one.ru_stime for one in used)
    lots, offers, rules = len(instance.problem.lots), len(instance.problem.offers), len(instance.rules.rules)
    print(f"{lots} lots, {offers} offers, {rules} further rules, {solution.components} components")
    print(f"{spent:.2f} s, {computed:.1f} CPU s, {max(one.ru_maxrss for one in used) / 1024:.0f} MB")
    print(f"{solution.status}, gap {solution.gap:.2e}")
    print(f"objective {solution.objective:.2f}, bound {solution.bound:.2f}, {len(solution.awards)} awards")
    return 0


if __name__ == "__main__":
    sys.exit(main())

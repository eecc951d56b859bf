"""Published instances through the JSON door: `python bench/allocation_published.py FOLDER [--seconds S] [--only NAME] [--processor]`.

FOLDER holds `facility_location/` (single-source capacitated location: FORMAT.md, optima in `os`) and
`gap/` (generalised assignment, zipped, bounds in `bounds.txt`), and may hold OR-Library's own files
`cap*.txt` (location with customers that may be split) with `cwlp_multisource_optima.csv`. A customer or
a job is a lot of one unit that goes whole to one maker; a facility or an agent is a maker with one line;
what a customer takes of a facility's capacity is the line units that its lot consumes; opening is a
fixed cost. A customer that may be split is a lot of as many units as it needs. The files of Lib_3 are
OR-Library's in another layout, so that they stand for these too.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from allocation_speed import count_processor_time
from rakiza.engine.allocation import (
    AllocationRules,
    FixedCost,
    Line,
    Lot,
    LotTerms,
    Offer,
    Problem,
    SingleSource,
    Tier,
    solve,
)
from rakiza.engine.allocation.format import read_problem, write_problem

ONE = Decimal(1)
COLUMNS = 7  # of a printed table


@dataclass(frozen=True, slots=True)
class Published:
    """An instance as a problem document, its known optimum, and how to read the objective back."""

    name: str
    document: str
    optimum: Decimal
    shift: Decimal = Decimal(0)  # of a maximisation: optimum = shift − objective
    bound: Decimal | None = (
        None  # what is proven, where the optimum itself isn't known: a plan as good counts
    )

    def reached(self, found: Decimal) -> bool:
        """Whether a plan is as good as the best known; optima are published rounded, in wholes or cents."""
        slack = max(Decimal(1) if self.optimum % 1 else Decimal(0), abs(self.optimum) * Decimal("1e-6"))
        return found >= self.optimum - slack if self.shift else found <= self.optimum + slack

    def __str__(self) -> str:
        """Return what is known: the optimum, or the interval that it lies in."""
        return (
            str(self.optimum)
            if self.bound is None
            else "–".join(map(str, sorted((self.bound, self.optimum))))
        )

    def told(self, objective: Decimal) -> Decimal:
        """The objective in the instance's own terms."""
        return self.shift - objective if self.shift else objective


def assignment(
    costs: list[list[Decimal]],
    uses: list[list[Decimal]],
    capacities: list[Decimal],
    opening: list[Decimal] | None,
    seconds: float,
) -> str:
    """Makers × lots: what each costs, what it uses of the maker's line; each lot whole to one maker."""
    lots = [f"lot{index:05}" for index in range(len(costs[0]))]
    makers = [f"maker{index:03}" for index in range(len(costs))]
    offers = tuple(
        Offer(
            id=f"{maker}/{lot}",
            maker=maker,
            lots=(lot,),
            tiers=(Tier(Decimal(0), costs[row][column]),),
            line=maker,
            terms=(LotTerms(lot, consumption=uses[row][column]),),
        )
        for row, maker in enumerate(makers)
        for column, lot in enumerate(lots)
    )
    fixed = tuple(
        FixedCost(maker, maker, amount)
        for maker, amount in zip(makers, opening or [], strict=False)
        if amount > 0
    )
    problem = Problem(
        lots=tuple(Lot(lot, (ONE,)) for lot in lots),
        offers=offers,
        lines=tuple(Line(maker, (room,)) for maker, room in zip(makers, capacities, strict=True)),
        fixed_costs=fixed,
        periods=1,
        period_months=12,
    )
    rules = AllocationRules(
        preference_margin=Decimal(0),
        maximum_surplus=Decimal(0),
        gap=1e-6,
        time_limit_seconds=seconds,
        rules=(SingleSource("single"),),
    )
    return write_problem(problem, rules)


@dataclass(frozen=True, slots=True)
class Location:
    """Facilities and customers; `costs[facility][customer]` is that of the customer's whole demand."""

    capacities: list[Decimal]
    opening: list[Decimal]
    demands: list[Decimal]
    costs: list[list[Decimal]]

    def whole(self, seconds: float) -> str:
        """Each customer is served by one facility."""
        uses = [self.demands] * len(self.capacities)
        return assignment(self.costs, uses, self.capacities, self.opening, seconds)

    def split(self, seconds: float) -> str:
        """A customer may be served by several facilities, in whole units of its demand."""
        lots = [f"lot{index:05}" for index in range(len(self.demands))]
        makers = [f"maker{index:03}" for index in range(len(self.capacities))]
        offers = tuple(
            Offer(
                id=f"{maker}/{lot}",
                maker=maker,
                lots=(lot,),
                tiers=(Tier(Decimal(0), self.costs[row][column] / self.demands[column]),),
                line=maker,
            )
            for row, maker in enumerate(makers)
            for column, lot in enumerate(lots)
        )
        problem = Problem(
            lots=tuple(Lot(lot, (demand,)) for lot, demand in zip(lots, self.demands, strict=True)),
            offers=offers,
            lines=tuple(Line(maker, (room,)) for maker, room in zip(makers, self.capacities, strict=True)),
            fixed_costs=tuple(
                FixedCost(maker, maker, amount)
                for maker, amount in zip(makers, self.opening, strict=True)
                if amount > 0
            ),
            periods=1,
            period_months=12,
        )
        rules = AllocationRules(
            preference_margin=Decimal(0), maximum_surplus=Decimal(0), gap=1e-6, time_limit_seconds=seconds
        )
        return write_problem(problem, rules)


def location(path: Path) -> Location:
    """A facility-location file: capacities, opening costs, demands, then customers × facilities."""
    numbers = iter([Decimal(word) for word in path.read_text().split()])
    facilities, customers = int(next(numbers)), int(next(numbers))
    capacities = [next(numbers) for _ in range(facilities)]
    opening = [next(numbers) for _ in range(facilities)]
    demands = [next(numbers) for _ in range(customers)]
    rows = [[next(numbers) for _ in range(facilities)] for _ in range(customers)]
    return Location(capacities, opening, demands, [list(column) for column in zip(*rows, strict=True)])


def or_library(path: Path, capacity: Decimal | None = None) -> Location:
    """An OR-Library file: capacity and opening cost by facility, then demand and costs by customer.

    In its large files every capacity is the word `capacity`, and `capacity` says what it stands for.
    """
    words = iter(path.read_text().split())
    facilities, customers = int(next(words)), int(next(words))
    capacities, opening = [], []
    for _ in range(facilities):
        word = next(words)
        capacities.append(capacity if word == "capacity" and capacity is not None else Decimal(word))
        opening.append(Decimal(next(words)))
    demands, rows = [], []
    for _ in range(customers):
        demands.append(Decimal(next(words)))
        rows.append([Decimal(next(words)) for _ in range(facilities)])
    return Location(capacities, opening, demands, [list(column) for column in zip(*rows, strict=True)])


# Which OR-Library instance each file of Lib_3 is, where the optimum with split customers is published
OR_NAMES = {5: "cap71", 6: "cap72", 7: "cap73", 8: "cap74", 13: "cap101", 14: "cap102", 15: "cap103"} | {
    16: "cap104", 21: "cap131", 22: "cap132", 23: "cap133", 24: "cap134"
}  # fmt: skip


def split_locations(folder: Path, seconds: float, only: str) -> Iterator[Published]:
    """Every instance with split customers whose optimum is published (the uncapacitated ones are not)."""
    published = folder / "facility_location" / "cwlp_multisource_optima.csv"
    if not published.exists():
        return
    lines = [line.split(",") for line in published.read_text().splitlines()[1:]]
    optima = {name: Decimal(best) for name, best, note, *_ in lines if "UNCAPACITATED" not in note}
    for place, name in OR_NAMES.items():
        path = folder / "facility_location" / "Lib_3" / f"p{place}"
        other = folder / "facility_location" / "Lib_3_1" / f"p{place}"
        own = folder / "facility_location" / f"{name}.txt"
        found = next((one for one in (own, path, other) if one.exists()), None)
        if found is None or name not in optima or only not in f"split/{name}":
            continue
        read = or_library(found) if found == own else location(found)
        yield Published(f"split/{name}", read.split(seconds), optima[name])


def gap(path: Path, bounds: dict[str, tuple[Decimal, Decimal]], sense: str, seconds: float) -> Published:
    """A generalised-assignment archive: costs, then uses, both agents × jobs, then capacities."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    numbers = iter([Decimal(word) for word in text.split()])
    agents, jobs = int(next(numbers)), int(next(numbers))
    costs = [[next(numbers) for _ in range(jobs)] for _ in range(agents)]
    uses = [[next(numbers) for _ in range(jobs)] for _ in range(agents)]
    capacities = [next(numbers) for _ in range(agents)]
    shift = Decimal(0)
    if sense == "Max":
        dearest = max(max(row) for row in costs) + 1
        costs = [[dearest - cost for cost in row] for row in costs]
        shift = dearest * jobs
    document = assignment(costs, uses, capacities, None, seconds)
    least, most = bounds[f"{path.stem}_{sense}"]
    best, proven = (least, most) if sense == "Max" else (most, least)
    known = None if best == proven else proven
    return Published(f"gap/{path.stem}_{sense}", document, best, shift, known)


def instances(folder: Path, seconds: float, only: str = "") -> Iterator[Published]:
    """Every instance of the folder that has a known optimum, small files first."""
    for path in sorted(folder.glob("facility_location/Lib_*/p*"), key=lambda one: (one.stat().st_size, one)):
        optima = (path.parent / "os").read_text().split()
        place = int(path.name[1:]) - 1
        if place < len(optima) and only in f"{path.parent.name}/{path.name}":
            name = f"{path.parent.name}/{path.name}"
            yield Published(name, location(path).whole(seconds), Decimal(optima[place]))
    yield from split_locations(folder, seconds, only)
    bounds_file = folder / "gap" / "bounds.txt"
    if bounds_file.exists():
        lines = [line.split() for line in bounds_file.read_text().splitlines() if line.strip()]
        bounds = {name: (Decimal(least), Decimal(most)) for name, least, most in lines}
        for path in sorted(folder.glob("gap/*.zip"), key=lambda one: (one.stat().st_size, one)):
            for sense in ("Min", "Max"):
                if f"{path.stem}_{sense}" in bounds and only in f"gap/{path.stem}_{sense}":
                    yield gap(path, bounds, sense, seconds)


def family_of(name: str) -> str:
    """The set of an instance; of generalised assignment its type, and whether it has more than 200 jobs."""
    kind, rest = name.split("/", 1)
    if kind != "gap":
        return kind
    found = re.match(r"([a-e])(\d+)(_\d+)?_(Min|Max)$", rest)
    assert found, name
    size = found[2]
    if found[3]:
        return "gap c, 15 to 60 jobs"
    jobs = int(size[2:])
    return f"gap {found[1]}, {'100 and 200' if jobs <= 200 else '400 to 1600'} jobs"


def summary(text: str) -> int:
    """Print tables of instances by family: how many ended at the best known plan, and how far the others stand."""
    families: dict[str, list[tuple[str, float, float, bool, bool]]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != COLUMNS or cells[0] == "instance" or set(cells[0]) == {"-"}:
            continue
        name, known, found, _bound, spent, reached, proven = cells
        best = float(known.split("–")[0 if name.endswith("Max") else -1])
        off = 0.0 if reached == "yes" else abs(float(found) - best) / abs(best)
        families.setdefault(family_of(name), []).append(
            (name, off, float(spent), reached == "yes", proven == "yes")
        )
    print("| set | instances | at the best known | proven | median s | most s | missed |\n|-|-|-|-|-|-|-|")
    for family, rows in sorted(families.items()):
        missed = [f"{name.split('/', 1)[1]} {off:.3%}" for name, off, _, reached, _ in rows if not reached]
        seconds = sorted(spent for _, _, spent, _, _ in rows)
        print(
            f"| {family} | {len(rows)} | {sum(row[3] for row in rows)} | {sum(row[4] for row in rows)} | "
            f"{seconds[len(seconds) // 2]:.1f} | {seconds[-1]:.1f} | {', '.join(missed) or '–'} |"
        )
    return 0


def main() -> int:
    """Solve each instance and hold it against its known optimum."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--only", default="")
    arguments.add_argument(
        "--processor",
        action="store_true",
        help="one process; seconds of processor, where the machine is busy",
    )
    arguments.add_argument("--summary", type=Path, nargs="*", help="sum up tables printed before, by family")
    arguments.add_argument("--most", type=int, default=10_000, help="instances at most")
    asked = arguments.parse_args()
    if asked.summary:
        return summary("\n".join(path.read_text() for path in asked.summary))
    clock, processes = time.perf_counter, os.cpu_count() or 1
    if asked.processor:
        clock, processes = time.process_time, 1
        count_processor_time()
    reached = count = 0
    print("| instance | known | found | bound | s | reached | proven |\n|-|-|-|-|-|-|-|")
    for one in instances(asked.folder, asked.seconds, asked.only):
        if count >= asked.most:
            break
        began = clock()
        solution = solve(*read_problem(one.document), processes=processes)
        spent = clock() - began
        found, bound = one.told(solution.objective), one.told(solution.bound)
        served = not solution.remainders
        at_optimum = served and one.reached(found)
        count, reached = count + 1, reached + at_optimum
        print(
            f"| {one.name} | {one} | {found:.2f} | {bound:.2f} | {spent:.1f} | "
            f"{'yes' if at_optimum else 'no'} | {'yes' if solution.gap <= 1e-6 else f'{solution.gap:.2%}'} |",
            flush=True,
        )
    print(f"{reached} of {count} at the known optimum")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast designations are read, on one process and on two, and in how much memory.

    python bench/reading_speed.py [--distinct 200000] [--year 1000000]
    python bench/reading_speed.py --command read 1000000
    python bench/reading_speed.py --command match 1000000 --devices 100000 --candidates 1

Four workloads, made from the knowledge base alone (`bench/designations.py`), each in a process of
its own and from cold, so that nothing was kept before:

- *distinct*: lines that all differ, any name of any family in any notation: hardly two of one shape;
- *sizes*: lines that all differ, articles in twenty sizes each, as lists enumerate them;
- *year*: a country's year. One line of five is written by the hospital itself, the others are copied
  from a common catalogue of 40,000 lines, the commonest far more often than the rest;
- *single*: one line after the other as people type them, every one new; reasons included.

`read` makes readings (`Reader.read_many`); `table` makes the frame of `read_many`, JSON cells and
reasons included. Speed is given by processor time, for other work may run on the machine: lines over
the processor seconds of the busier of the processes. The time that passed stands beside it.

`--command` runs `rakiza read` or `rakiza match` on a year's list in a csv file, csv out, and prints the
processor seconds of all its processes and the most memory that they held together. The catalogue of
`match` is names drawn from the knowledge base, in sizes.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from designations import Designations
from memory import most_memory
from rakiza.engine.reading import Reader, read_distinct, read_many
from rakiza.reference.families import load

_SEED = 2027
_SINGLES = 20_000


def _processor(who: int = resource.RUSAGE_SELF) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _texts(workload: str, lines: int) -> list[str]:
    made = Designations(load(), _SEED)
    return {"year": made.year, "sizes": made.sizes, "distinct": made.distinct}[workload](lines)


def measure_reading(workload: str, lines: int) -> dict[str, float]:
    """Measure readings as objects, on one process."""
    texts = _texts(workload, lines)
    reader = Reader(load())
    wall, start = time.perf_counter(), _processor()
    read = read_distinct(texts, reader)
    spent = _processor() - start
    return {"busy": spent, "wall": time.perf_counter() - wall, "distinct": len(read.readings)}


def measure_table(workload: str, lines: int, processes: int) -> dict[str, float]:
    """Measure tables, with the building of the indexes."""
    frame = pl.DataFrame({"text": _texts(workload, lines)})
    knowledge = load()
    distinct = frame["text"].n_unique()
    wall, start = time.perf_counter(), _processor()
    read = read_many(frame, knowledge, processes=processes)
    here, there = _processor() - start, _processor(resource.RUSAGE_CHILDREN)
    return {
        "busy": max(here, there),
        "wall": time.perf_counter() - wall,
        "distinct": distinct,
        "table_mb": read.estimated_size("mb"),
    }


def measure_single(lines: int) -> dict[str, float]:
    """Measure single readings, each a new line, after a thousand others."""
    texts = _texts("distinct", lines)
    reader = Reader(load())
    for text in texts[:1000]:
        reader.read(text)
    spent = []
    for text in texts[1000:]:
        start = time.process_time()
        reader.read(text)
        spent.append((time.process_time() - start) * 1e6)
    cuts = statistics.quantiles(spent, n=100)
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def measure_command(command: str, lines: int, devices: int, candidates: int) -> None:
    """Run a command on so many lines, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        needs, out = Path(folder) / "needs.csv", Path(folder) / "out.csv"
        _write(needs, _texts("year", lines))
        asked = [sys.executable, "-m", "rakiza.cli", command, str(needs), "--column", "text", "-o", str(out)]
        if command == "match":
            catalogue = Path(folder) / "catalogue.csv"
            _write(catalogue, Designations(load(), _SEED + 1).sizes(devices))
            asked += ["--catalogue", str(catalogue), "-k", str(candidates)]
        wall, start = time.perf_counter(), _processor(resource.RUSAGE_CHILDREN)
        with subprocess.Popen(asked, text=True, stderr=subprocess.PIPE) as process:
            most = most_memory(process)
            said = process.stderr.read() if process.stderr else ""
        spent = _processor(resource.RUSAGE_CHILDREN) - start
        if process.returncode:
            raise SystemExit(said)
        print(said.strip().splitlines()[-1])
        print(
            f"rakiza {command}, {lines:,} lines: {spent:.0f} processor seconds, {lines / spent:,.0f} lines a second"
            f" of them, {time.perf_counter() - wall:.0f} s passed, most {most:.0f} MB at once,"
            f" {out.stat().st_size / 1e6:.0f} MB written"
        )


def _write(path: Path, texts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], *([text] for text in texts)])


def _run(*arguments: object) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--one", *map(str, arguments)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _one(kind: str, workload: str, lines: int, processes: int) -> None:
    start = _processor()
    Reader(load())
    built = _processor() - start
    if kind == "read":
        found = measure_reading(workload, lines)
    elif kind == "table":
        found = measure_table(workload, lines, processes)
    else:
        found = measure_single(lines)
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(found | {"built": built, "peak_mb": peaks[0] / 1024, "peak_other_mb": peaks[1] / 1024}))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--distinct", type=int, default=200_000)
    parser.add_argument("--year", type=int, default=1_000_000)
    parser.add_argument("--command", nargs=2, metavar=("read|match", "LINES"))
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--candidates", type=int, default=1)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _one(asked.one[0], asked.one[1], int(asked.one[2]), int(asked.one[3]))
        return 0
    if asked.command:
        measure_command(asked.command[0], int(asked.command[1]), asked.devices, asked.candidates)
        return 0
    print(
        "workload   lines      distinct  made   processes  lines/s  seconds passed  peak MB (other process)"
    )
    for workload, lines in (("distinct", asked.distinct), ("sizes", asked.distinct), ("year", asked.year)):
        for kind, processes in (("read", 1), ("table", 1), ("table", 2)):
            found = _run(kind, workload, lines, processes)
            print(
                f"{workload:<9}  {lines:<9,}  {found['distinct']:<8,.0f}  {kind:<5}  {processes:<9}"
                f"  {lines / found['busy']:<7,.0f}  {found['wall']:<14.1f}"
                f"  {found['peak_mb']:.0f} ({found['peak_other_mb']:.0f})",
                flush=True,
            )
    single = _run("single", "distinct", _SINGLES, 1)
    print(f"knowledge loaded and indexed in {single['built']:.2f} s")
    print(f"one new line: p50 {single['p50']:.0f} µs, p95 {single['p95']:.0f} µs, p99 {single['p99']:.0f} µs")
    return 0


if __name__ == "__main__":
    sys.exit(main())

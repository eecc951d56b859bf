"""Quality and speed of matching beside peers: the same lines, the same catalogue, one run.

    python bench/matching.py [--devices 100000] [--needs 100000] [--million] [--only METHOD]

Each method runs in a process of its own; its memory is what it takes beyond the catalogue and the lines. Peers search the devices'
names (French, Arabic and English together); `rakiza` takes devices as they are entered, with family
and attributes, or (by name) reads them from their French names. Slow methods answer the first lines
only; the count is in the table. A line is answered right where a device states what it asks: `@1`
counts first answers that are right, `recall@10` the right ones among ten over those there are, at
most ten. Devices that a method scores alike stand in random order, for all methods: both figures are
expectations (bench/ties.py); only the first ten are timed. How lines are made, and what *held-out* is:
bench/needs.py.

`--only many` reads and matches a long list, drawn from `--different` lines where it is longer. Its
memory is that of all its processes together, what they share counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import peers
from catalogue import articles
from memory import most_memory
from needs import Line, held_out, lines, without
from rakiza.engine.matching import Catalogue, DeviceDescription, LineMatcher, Matches, match
from rakiza.engine.reading import Reader, read_distinct
from rakiza.reference.families import load
from ties import PLACES, Ask, Scored, expected_right, with_ties

BLOCK = 250_000
DISTINCT = 150_000  # lines that a million are drawn from: hospitals repeat themselves and one another
SAMPLE = 2_000  # lines of the quality columns, but for slow methods


def prepared(devices: int, folder: Path) -> Path:
    """Write the catalogue and the lines once for every process."""
    knowledge = load()
    made = articles(knowledge, devices)
    secret = held_out(knowledge)
    kept = {name: own for name, own in secret.items() if own}
    known = {
        family.id: tuple(each for each in family.synonyms if each not in secret[family.id])
        for family in knowledge.families
    }
    known_names = {name: own for name, own in known.items() if own}
    path = folder / "catalogue.pickle"
    content = {
        "articles": made,
        "known": lines(knowledge, made, SAMPLE, _every(knowledge, known_names)),
        "held-out": lines(knowledge, made, SAMPLE, _every(knowledge, kept), seed=13),
    }
    path.write_bytes(pickle.dumps(content))
    return path


def scores(asked: Sequence[Line], answers: Sequence[Scored]) -> tuple[float, float]:
    """Return the share of right first answers, and recall at 10, both expected over the order of equals."""
    pairs = list(zip(asked, answers, strict=True))
    first = sum(expected_right(found, line.right, 1) for line, found in pairs)
    recall = sum(
        expected_right(found, line.right, PLACES) / min(PLACES, len(line.right)) for line, found in pairs
    )
    return first / len(asked), recall / len(asked)


def _every(knowledge: object, names: dict) -> dict:
    """A family none of whose names is in the draw has none."""
    return {family.id: names.get(family.id, ()) for family in knowledge.families}


def _measured(ask: Ask, asked: Sequence[Line], devices: int) -> tuple[tuple[float, float], float]:
    """Return the scores and the lines answered a second, of processor time."""
    texts = [line.text for line in asked]
    start = time.process_time()
    shown = ask(texts, PLACES)
    spent = time.process_time() - start
    return scores(asked, with_ties(ask, texts, shown, devices)), len(asked) / spent


def peer(name: str, content: dict) -> dict[str, object]:
    """Measure one peer."""
    method = peers.PEERS[name]
    made = content["articles"][: method.devices]
    before = time.process_time()
    answer = method.build(
        [f"{a.names.fr} {a.names.en} {a.names.ar}" if method.devices is None else a.names.fr for a in made],
        [a.id for a in made],
    )
    result = {"index": time.process_time() - before, "devices": len(made)}
    inside = {a.id for a in made}
    for kind in ("known", "held-out"):
        asked = [Line(line.text, line.right & inside) for line in content[kind] if line.right & inside]
        asked = asked[: method.lines]
        result[kind], result["rate"] = _measured(answer, asked, len(made))
        result["lines"] = len(asked)
    return result


def ours(content: dict, *, by_name: bool) -> dict[str, object]:
    """Measure the engine: reading and matching together, every line from cold."""
    knowledge = load()
    made = content["articles"]
    before = time.process_time()
    catalogue = Catalogue(_described(made, knowledge, by_name=by_name), knowledge.by_id())
    result: dict[str, object] = {"index": time.process_time() - before, "devices": len(made)}
    largest = max(len(index.groups) and sum(map(len, index.groups)) for index in catalogue.indexes.values())
    for kind, lacking in (("known", knowledge), ("held-out", without(knowledge, held_out(knowledge)))):
        reader = Reader(lacking)

        def ask(texts: Sequence[str], depth: int, reader: Reader = reader) -> list[Scored]:
            found = match(read_distinct(texts, reader), catalogue, min(depth, 4 * largest))
            return _scored(found, catalogue)

        result[kind], result["rate"] = _measured(ask, content[kind], len(made))
        result["lines"] = len(content[kind])
    return result


def _scored(found: Matches, catalogue: Catalogue) -> list[Scored]:
    ids = [device.device for device in catalogue.devices]
    return [
        [(ids[at], key) for at, key in zip(own.tolist(), keys.tolist(), strict=True) if at >= 0]
        for own, keys in zip(found.positions, found.keys, strict=True)
    ]


def _described(made: Sequence[object], knowledge: object, *, by_name: bool) -> list[DeviceDescription]:
    if not by_name:
        return [DeviceDescription(a.id, a.family, a.attributes) for a in made]
    reader = Reader(knowledge)
    read = [(a.id, reader.read(a.names.fr)) for a in made]
    return [DeviceDescription(i, r.family, r.attributes) for i, r in read if r.family is not None]


class Timed(LineMatcher):
    """Tells the processor time of reading, in all processes, from that of matching."""

    reading = 0.0

    def _read(self, texts: set[str]) -> None:
        start = _spent()
        super()._read(texts)
        self.reading += _spent() - start


def _spent() -> float:
    """Return the processor seconds of this process and of those that it started and that ended."""
    return sum(os.times()[:4])


def many(content: dict, count: int, different: int) -> dict[str, object]:
    """Read and match `count` lines, drawn from so many; cold reader, catalogue compiled before."""
    knowledge = load()
    made = content["articles"]
    catalogue = Catalogue(_described(made, knowledge, by_name=False), knowledge.by_id())
    pool = [line.text for line in lines(knowledge, made, min(count, different), seed=17)]
    del made
    content.clear()
    texts = pool if count <= different else random.Random(19).choices(pool, k=count)
    matcher = Timed(Reader(knowledge), catalogue, processes=None)
    before, wall = _spent(), time.perf_counter()
    matched = 0
    for first in range(0, count, BLOCK):
        matched += len(matcher.match(texts[first : first + BLOCK]).positions)
    return {
        "wall": time.perf_counter() - wall,
        "lines": matched,
        "distinct": len(set(texts)),
        "read": matcher.reading,
        "match": _spent() - before - matcher.reading,
        "load": os.getloadavg()[0],
    }


def alone(method: str, path: Path, count: int, different: int) -> int:
    """Measure one method in this process and print what was found."""
    content = pickle.loads(path.read_bytes())  # noqa: S301 - written by this script a moment ago
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if method == "many":
        result = many(content, count, different)
    elif method.startswith("rakiza"):
        result = ours(content, by_name="name" in method)
    else:
        result = peer(method, content)
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result["added"] = result["peak"] - held
    print(json.dumps(result))
    return 0


def _row(name: str, path: Path, count: int, different: int) -> dict[str, object]:
    command = [sys.executable, __file__, "--inside", str(path), "--only", name, "--needs", str(count)]
    command += ["--different", str(different)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        most = most_memory(process)
        said = process.stdout.read() if process.stdout else ""
    return {**json.loads(said.splitlines()[-1]), "all": most}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--needs", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="match a million lines as well")
    parser.add_argument(
        "--different", type=int, default=DISTINCT, help="lines that a longer list of needs is drawn from"
    )
    parser.add_argument("--only", help="one method")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        return alone(asked.only, asked.inside, asked.needs, asked.different)
    with tempfile.TemporaryDirectory() as folder:
        path = prepared(asked.devices, Path(folder))
        print(
            f"{'method':32} {'devices':>8} {'lines':>6} {'@1':>6} {'r@10':>6} {'held-out @1':>11} {'r@10':>6}"
            f" {'lines/s':>9} {'index s':>8} {'MB more':>8}"
        )
        names = [asked.only] if asked.only else ["rakiza", "rakiza, devices by name", *peers.PEERS]
        for name in names:
            if name == "many":
                continue
            r = _row(name, path, asked.needs, asked.different)
            print(
                f"{name:32} {r['devices']:8,} {r['lines']:6,} {r['known'][0]:6.3f} {r['known'][1]:6.3f}"
                f" {r['held-out'][0]:11.3f} {r['held-out'][1]:6.3f} {r['rate']:9,.0f} {r['index']:8.1f} {r['added']:8,.0f}",
                flush=True,
            )
        if asked.only in {None, "many"}:
            for count in (asked.needs, 1_000_000) if asked.million else (asked.needs,):
                r = _row("many", path, count, asked.different)
                print(
                    f"{r['lines']:,} needs × {asked.devices:,} devices ({r['distinct']:,} distinct lines): reading"
                    f" {r['read']:.1f} s ({1e6 * r['read'] / r['distinct']:.0f} µs a distinct line) + matching"
                    f" {r['match']:.1f} s of processor, {r['wall']:.1f} s by the clock (load {r['load']:.1f}); peak {r['all']:,.0f} MB in all",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())

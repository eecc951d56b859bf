"""Quality and speed of matching beside peers: the same lines, the same catalogue, one run.

    python bench/matching.py [--devices 100000] [--needs 100000] [--million] [--only METHOD]

Each method runs in a process of its own; its memory is what it takes beyond the catalogue and the lines. Peers search the devices'
names (French, Arabic and English together); `rakiza` takes devices as they are entered, with family
and attributes, or (by name) reads them from their French names. Slow methods answer the first lines
only; the count is in the table. A line is answered right where a device states what it asks: `@1`
counts first answers that are right, `recall@10` the right ones among ten over those there are, at
most ten. How lines are made, and what *held-out* is: bench/needs.py.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import peers
from catalogue import articles
from needs import Line, held_out, lines, without
from rakiza.engine.matching import Catalogue, DeviceDescription, match
from rakiza.engine.reading import Reader, read_distinct
from rakiza.reference.families import load

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


def scores(asked: Sequence[Line], answers: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return the share of right first answers, and recall at 10."""
    first = sum(bool(found) and found[0] in line.right for line, found in zip(asked, answers, strict=True))
    recall = sum(
        len(line.right.intersection(found[:10])) / min(10, len(line.right))
        for line, found in zip(asked, answers, strict=True)
    )
    return first / len(asked), recall / len(asked)


def _every(knowledge: object, names: dict) -> dict:
    """A family none of whose names is in the draw has none."""
    return {family.id: names.get(family.id, ()) for family in knowledge.families}


def _timed(answer: Callable[[Sequence[str]], object], texts: Sequence[str]) -> tuple[object, float]:
    start = time.process_time()
    answered = answer(texts)
    return answered, time.process_time() - start


def peer(name: str, content: dict) -> dict[str, object]:
    """Measure one peer."""
    method = peers.PEERS[name]
    made = content["articles"][: method.devices]
    before = time.process_time()
    answer = method.build(
        [f"{a.names.fr} {a.names.en} {a.names.ar}" if method.devices is None else a.names.fr for a in made],
        [a.id for a in made],
    )
    result = {"index": time.process_time() - before, "lines": method.lines, "devices": len(made)}
    inside = {a.id for a in made}
    for kind in ("known", "held-out"):
        asked = [Line(line.text, line.right & inside) for line in content[kind] if line.right & inside]
        asked = asked[: method.lines]
        answers, spent = _timed(answer, [line.text for line in asked])
        result[kind] = scores(asked, answers)
        result["rate"] = len(asked) / spent
        result["lines"] = len(asked)
    return result


def ours(content: dict, *, by_name: bool) -> dict[str, object]:
    """Measure the engine: reading and matching together, every line from cold."""
    knowledge = load()
    made = content["articles"]
    before = time.process_time()
    catalogue = Catalogue(_described(made, knowledge, by_name=by_name), knowledge.by_id())
    result: dict[str, object] = {"index": time.process_time() - before, "devices": len(made)}
    for kind, lacking in (("known", knowledge), ("held-out", without(knowledge, held_out(knowledge)))):
        reader = Reader(lacking)
        asked = content[kind]

        def answer(texts: Sequence[str], reader: Reader = reader) -> list[list[str]]:
            found = match(read_distinct(texts, reader), catalogue).positions
            return [[catalogue.devices[at].device for at in row if at >= 0] for row in found.tolist()]

        answers, spent = _timed(answer, [line.text for line in asked])
        result[kind] = scores(asked, answers)
        result["rate"] = len(asked) / spent
        result["lines"] = len(asked)
    return result


def _described(made: Sequence[object], knowledge: object, *, by_name: bool) -> list[DeviceDescription]:
    if not by_name:
        return [DeviceDescription(a.id, a.family, a.attributes) for a in made]
    reader = Reader(knowledge)
    read = [(a.id, reader.read(a.names.fr)) for a in made]
    return [DeviceDescription(i, r.family, r.attributes) for i, r in read if r.family is not None]


def many(content: dict, count: int) -> dict[str, object]:
    """Read and match `count` lines; cold reader, catalogue compiled before."""
    knowledge = load()
    made = content["articles"]
    catalogue = Catalogue(_described(made, knowledge, by_name=False), knowledge.by_id())
    pool = [line.text for line in lines(knowledge, made, min(count, DISTINCT), seed=17)]
    texts = pool if count <= DISTINCT else random.Random(19).choices(pool, k=count)
    reader = Reader(knowledge)
    start, wall = time.process_time(), time.perf_counter()
    readings = read_distinct(texts, reader)
    middle = time.process_time()
    found = match(readings, catalogue)
    shape = found.positions.shape
    after = time.process_time()
    return {
        "lines": shape[0],
        "distinct": len(readings.readings),
        "read": middle - start,
        "match": after - middle,
        "wall": time.perf_counter() - wall,
    }


def alone(method: str, path: Path, count: int) -> int:
    """Measure one method in this process and print what was found."""
    content = pickle.loads(path.read_bytes())  # noqa: S301 - written by this script a moment ago
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if method == "many":
        result = many(content, count)
    elif method.startswith("rakiza"):
        result = ours(content, by_name="name" in method)
    else:
        result = peer(method, content)
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result["added"] = result["peak"] - held
    print(json.dumps(result))
    return 0


def _row(name: str, path: Path, count: int) -> dict[str, object]:
    command = [sys.executable, __file__, "--inside", str(path), "--only", name, "--needs", str(count)]
    return json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--needs", type=int, default=100_000)
    parser.add_argument(
        "--million", action="store_true", help="match a million lines, drawn from 150,000, as well"
    )
    parser.add_argument("--only", help="one method")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        return alone(asked.only, asked.inside, asked.needs)
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
            r = _row(name, path, asked.needs)
            print(
                f"{name:32} {r['devices']:8,} {r['lines']:6,} {r['known'][0]:6.3f} {r['known'][1]:6.3f}"
                f" {r['held-out'][0]:11.3f} {r['held-out'][1]:6.3f} {r['rate']:9,.0f} {r['index']:8.1f} {r['added']:8,.0f}",
                flush=True,
            )
        if asked.only in {None, "many"}:
            for count in (asked.needs, 1_000_000) if asked.million else (asked.needs,):
                r = _row("many", path, count)
                print(
                    f"{r['lines']:,} needs × {asked.devices:,} devices ({r['distinct']:,} distinct lines): reading"
                    f" {r['read']:.1f} s + matching {r['match']:.1f} s of processor; {r['wall']:.1f} s by the clock;"
                    f" peak {r['peak']:,.0f} MB",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())

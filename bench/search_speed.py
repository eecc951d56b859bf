"""Time of a catalogue search as one types: `python bench/search_speed.py [--devices 100000]`.

Queries are typed letter by letter and every beginning is searched, as a page would ask. Half are what
people write (a family's other name in one of three languages, one or two measures, now and then a
slip), half name a family and filter with an operator. Times are by the clock, one query at a time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Sequence

from catalogue import Article, articles
from needs import lines
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.search import Query, SearchIndex, SearchRecord
from rakiza.reference.families import load
from rakiza.reference.vocabulary import load as load_vocabulary

_OPERATORS = ("volume ≥ {} mL", ">= {} ml", "ch {}..{}", "longueur <= {} cm", "< {} mm", "g{}")


def records(made: Sequence[Article]) -> list[SearchRecord]:
    """Return the catalogue as the search takes it."""
    return [
        SearchRecord(
            a.id, a.names, a.family, a.maker, f"Fabricant {a.maker}", a.attributes, (a.id, f"611{a.id[1:]}")
        )
        for a in made
    ]


def queries(knowledge: KnowledgeBase, made: Sequence[Article], count: int) -> list[str]:
    """Return what people type."""
    chance = random.Random(5)
    found = [line.text[:40] for line in lines(knowledge, made, count // 2, seed=23)]
    for _ in range(count - len(found)):
        label = chance.choice(knowledge.families).labels.in_language(chance.choice(("fr", "fr", "en", "ar")))
        measure = chance.choice(_OPERATORS).format(chance.randrange(1, 30), chance.randrange(10, 40))
        found.append(f"{' '.join(label.split()[:3])} {measure}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    asked = parser.parse_args()
    knowledge = load()
    made = articles(knowledge, asked.devices)
    labels = {name: attribute.labels for name, attribute in load_vocabulary().attributes.items()}
    catalogue = records(made)
    before, start = _peak(), time.process_time()
    index = SearchIndex(catalogue, knowledge, labels)
    built = time.process_time()
    changed = index.changed(catalogue[: max(1, asked.devices // 1000)])
    renewed = time.process_time()
    typed = queries(knowledge, made, asked.queries)
    spent: list[float] = []
    waited: list[float] = []
    whole = 0
    for text in typed:
        for end in range(1, len(text) + 1):
            begun, clock = time.process_time(), time.perf_counter()
            result = changed.search(Query(text[:end]))
            spent.append(time.process_time() - begun)
            waited.append(time.perf_counter() - clock)
        whole += result.total > 0
    spent.sort()
    waited.sort()
    print(
        f"{len(index):,} devices: index in {built - start:.1f} s and {_peak() - before:,.0f} MB"
        f" ({index.nbytes / 1e6:.0f} MB of arrays); a thousandth changed in {renewed - built:.2f} s"
    )
    print(
        f"{len(typed)} queries, {len(spent):,} beginnings: p50 {_at(spent, 0.5):.1f} ms, p95 {_at(spent, 0.95):.1f} ms,"
        f" slowest {spent[-1] * 1000:.1f} ms of processor; p95 {_at(waited, 0.95):.1f} ms by the clock; {whole} of the whole queries find something"
    )
    return 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _at(spent: Sequence[float], share: float) -> float:
    return spent[int(len(spent) * share)] * 1000


if __name__ == "__main__":
    sys.exit(main())

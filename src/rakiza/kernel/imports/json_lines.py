"""JSON lines as a table: the names of the first object head it, one object a row.

What the commands write they read again: `rakiza read -o lectures.jsonl`, then `rakiza match lectures.jsonl`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

TEXT = "text"


def names_of(line: str) -> tuple[str, ...]:
    """Return the names in a line that is one JSON object; none where it isn't."""
    return tuple(_object(line) or ())


def table(names: tuple[str, ...], lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names, then the values of each line in their order; a line that is no object is a text."""
    yield list(names)
    texts = names.index(TEXT) if TEXT in names else 0
    for line in lines:
        if not line.strip():
            continue
        found = _object(line)
        if found is None:
            yield [line.strip() if at == texts else "" for at in range(len(names))]
        else:
            yield [_cell(found.get(name)) for name in names]


def _object(line: str) -> dict[str, Any] | None:
    if not line.lstrip("\ufeff \t").startswith("{"):
        return None
    try:
        found = json.loads(line.strip().lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

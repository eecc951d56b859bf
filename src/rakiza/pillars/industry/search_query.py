"""What an address asks of the catalogue search, and back.

`q` the text, `famille` and `fabricant` (each may be repeated), `c.NAME` a value of a characteristic
as JSON (may be repeated), `min.NAME` and `max.NAME` its bounds in the canonical unit, `page`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal

from django.http import QueryDict

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.engine.search import Query
from rakiza.kernel.imports.numbers import parse_number
from rakiza.kernel.presentation.listing import whole

PAGE = 25
LAST_PAGE = 400
LONGEST = 200
_MOST = 40  # values of one parameter
_NAME = re.compile(r"(c|min|max)\.([a-z][a-z0-9_]{0,59})")
_BOUNDS = {"min": Op.GE, "max": Op.LE}


def query_of(asked: QueryDict) -> Query:
    """Read an address; what isn't understood is left out."""
    return Query(
        text=asked.get("q", "").lstrip()[:LONGEST],
        families=frozenset(value[:80] for value in asked.getlist("famille")[:_MOST] if value),
        makers=frozenset(value for value in asked.getlist("fabricant")[:_MOST] if whole(value) is not None),
        attributes=tuple(_attributes(asked)),
        limit=PAGE,
        offset=PAGE * (page_of(asked) - 1),
    )


def page_of(asked: QueryDict) -> int:
    """Return the page asked for, the first by default."""
    return min(max(whole(asked.get("page", "")) or 1, 1), LAST_PAGE)


def value_text(value: AttributeScalar) -> str:
    """Return a value as an address keeps it."""
    return json.dumps(value, ensure_ascii=False)


def _attributes(asked: QueryDict) -> Iterator[AttributeValue]:
    for key in sorted(asked):
        named = _NAME.fullmatch(key)
        if named is None:
            continue
        kind, name = named.groups()
        for written in asked.getlist(key)[:_MOST]:
            found = _value(name, written) if kind == "c" else _bound(name, _BOUNDS[kind], written)
            if found is not None:
                yield found


def _value(name: str, written: str) -> AttributeValue | None:
    try:
        value = json.loads(written[:LONGEST])
    except ValueError:
        return None
    if isinstance(value, bool):
        return AttributeValue(name, Op.EQ, value)
    if isinstance(value, int | float):
        return AttributeValue(name, Op.EQ, float(value)) if math.isfinite(value) else None
    return AttributeValue(name, Op.EQ, value) if isinstance(value, str) else None


def _bound(name: str, op: Op, written: str) -> AttributeValue | None:
    read = parse_number(written.strip()[:40], lone_group_is_thousands=False)
    if read is None or abs(read.value) > Decimal("1e12"):
        return None
    return AttributeValue(name, op, float(read.value))

"""One page of a list: its rows, the address of the next; the count on the first page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from rakiza.kernel.api.cursors import after, keys_of, mark_of
from rakiza.kernel.api.schemas import Asked, PageOf

Kept = TypeVar("Kept", bound=Model)
Row = TypeVar("Row")


def page_of(
    request: HttpRequest,
    rows: QuerySet[Kept],
    asked: Asked,
    show: Callable[[list[Kept]], Iterable[Row]],
) -> PageOf[Row]:
    """Return the page asked for, in the order of `rows`. `show` writes the rows of the page at once."""
    keys = keys_of(rows)
    total = None if asked.after else rows.count()
    parts = after(rows, keys, asked.after) if asked.after else [rows.order_by(*(key.order for key in keys))]
    found: list[Kept] = []
    for part in parts:
        if len(found) <= asked.size:
            found += part[: asked.size + 1 - len(found)]
    page = found[: asked.size]
    return PageOf(
        items=list(show(page)),
        size=asked.size,
        total=total,
        next=_next(request, mark_of(keys, page[-1])) if len(found) > asked.size else None,
    )


def _next(request: HttpRequest, mark: str) -> str:
    query = request.GET.copy()
    query["after"] = mark
    return f"{request.path}?{query.urlencode()}"

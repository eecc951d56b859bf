"""One page of a list: a count, the rows of the page, the address of the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from rakiza.kernel.api.schemas import Asked, PageOf

Kept = TypeVar("Kept", bound=Model)
Row = TypeVar("Row")


def page_of(
    request: HttpRequest,
    rows: QuerySet[Kept],
    asked: Asked,
    show: Callable[[list[Kept]], Iterable[Row]],
) -> PageOf[Row]:
    """Return the page asked for; one beyond the last is empty. `show` writes the rows of the page at once."""
    total = rows.count()
    first = (asked.page - 1) * asked.size
    found: list[Any] = list(rows[first : first + asked.size]) if first < total else []
    return PageOf(
        items=list(show(found)),
        page=asked.page,
        size=asked.size,
        total=total,
        next=_next(request, asked) if first + asked.size < total else None,
    )


def _next(request: HttpRequest, asked: Asked) -> str:
    query = request.GET.copy()
    query["page"] = str(asked.page + 1)
    return f"{request.path}?{query.urlencode()}"

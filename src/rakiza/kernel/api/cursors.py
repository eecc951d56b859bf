"""Where a list goes on: after a row, told by what the list is sorted by. A far page costs what a near one does."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from rakiza.kernel.api.problems import At, Problem

Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a list is sorted by; rows that lack it come last either way."""

    path: str
    down: bool
    field: Field[object, object]

    @property
    def order(self) -> OrderBy:
        """The order, said alike to both databases where a row may lack the value."""
        named = F(self.path)
        nulls_last = True if self.field.null else None
        return named.desc(nulls_last=nulls_last) if self.down else named.asc(nulls_last=nulls_last)

    def of(self, row: Model) -> object:
        """Return the value of a row."""
        return reduce(getattr, self.path.split("__"), row)

    def equal(self, value: object) -> Q:
        """Return the condition of rows with the very value."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: object) -> Q | None:
        """Return the condition of rows that come after those with the value; None where none does."""
        if value is None:
            return None
        later = Q(**{f"{self.path}__{'lt' if self.down else 'gt'}": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.field.null else later


def keys_of(rows: QuerySet[Kept]) -> tuple[Key, ...]:
    """Return what a list is sorted by, its own number last, so that no two rows are at one place."""
    found = []
    for one in rows.query.order_by or rows.model._meta.ordering or ():
        if isinstance(one, OrderBy):
            path, down = str(one.expression.name), one.descending  # type: ignore[union-attr]
        else:
            path, down = str(one).removeprefix("-"), str(one).startswith("-")
        found.append(Key(path, down, _field(rows.model, path)))
    if not any(key.field.primary_key and "__" not in key.path for key in found):
        found.append(Key("pk", down=False, field=_field(rows.model, "pk")))
    return tuple(found)


def _field(model: type[Model], path: str) -> Field[object, object]:
    *parts, last = path.split("__")
    for part in parts:
        related = model._meta.get_field(part).related_model
        assert isinstance(related, type)  # noqa: S101 - a list's own order, not a request's
        model = related
    return model._meta.pk if last == "pk" else model._meta.get_field(last)  # type: ignore[return-value]


def mark_of(keys: Sequence[Key], row: Model) -> str:
    """Return the place of a row, to go on after it; it tells nothing that the row doesn't."""
    values = json.dumps([key.of(row) for key in keys], cls=DjangoJSONEncoder, ensure_ascii=False)
    return urlsafe_b64encode(values.encode()).decode().rstrip("=")


def after(rows: QuerySet[Kept], keys: Sequence[Key], mark: str) -> list[QuerySet[Kept]]:
    """Return the rows that come after a place, in order: those that have the first value, then those that lack it.

    Apart, each is a span of an index; together they would be a walk through all of it.
    """
    values = _values(keys, mark)
    first, value = keys[0], values[0]
    rest = _beyond(keys[1:], values[1:])
    order = [key.order for key in keys]
    lacking = rows.filter(**{f"{first.path}__isnull": True}).order_by(*order)
    if value is None:
        return [lacking.filter(rest)] if rest else []
    sign = "lt" if first.down else "gt"
    later = Q(**{f"{first.path}__{sign}": value})
    within = later | first.equal(value) & rest if rest else later
    having = rows.filter(Q(**{f"{first.path}__{sign}e": value}) & within)
    plain = F(first.path).desc() if first.down else F(first.path).asc()
    found = [having.order_by(plain, *order[1:])]
    return [*found, lacking] if first.field.null else found


def _beyond(keys: Sequence[Key], values: Sequence[object]) -> Q | None:
    """Return the condition of rows that come after these values; None where none does."""
    condition: Q | None = None
    for key, value in zip(reversed(keys), reversed(values), strict=True):
        beyond = key.beyond(value)
        within = key.equal(value) & condition if condition is not None else None
        condition = beyond | within if beyond and within else beyond or within
    return condition


def _values(keys: Sequence[Key], mark: str) -> list[object]:
    try:
        plain = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(plain, list) or len(plain) != len(keys):
            raise ValueError(mark)
        found = [
            None if one is None and key.field.null else key.field.to_python(one)
            for key, one in zip(keys, plain, strict=True)
        ]
        if any(one is None and not key.field.null for key, one in zip(keys, found, strict=True)):
            raise ValueError(mark)
    except (ValueError, TypeError, ValidationError, RecursionError) as error:
        said = _("Cette suite n'est pas celle de cette liste : reprenez l'adresse que donne « next ».")
        at = At("unknown_cursor", said, parameter="after")
        raise Problem(422, "invalid", said, errors=[at]) from error
    return found

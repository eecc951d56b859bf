"""The order of names: by the name that the reader sees, where it is written in several languages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Coalesce, NullIf

from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.sorting import name_key

KEY = "rakiza_name_key"


class InOrderOfNames(Func):
    """A name as lists are ordered by it; databases alone would put É after Z."""

    arity = 1
    output_field = CharField()
    function = KEY

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Leave the order to the collation of every language, which knows letters."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "und-x-icu"', **context)


def teach_names(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Give a new connection to SQLite, which knows no letters, the key of a name."""
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.create_function(
            KEY, 1, lambda name: None if name is None else name_key(name), deterministic=True
        )


@dataclass(frozen=True, slots=True)
class NameColumn:
    """A column of names: French in `field`, other languages beside it (`field_ar`), empty where there is none."""

    field: str
    languages: tuple[str, ...] = ("ar",)

    def expression(self) -> InOrderOfNames:
        """Return what to order by for the reader of this request."""
        reader = base_language(None)
        if reader not in self.languages:
            return InOrderOfNames(F(self.field))
        return InOrderOfNames(Coalesce(NullIf(F(f"{self.field}_{reader}"), Value("")), F(self.field)))

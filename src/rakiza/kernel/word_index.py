"""Indexes that find a few letters anywhere in a name, on PostgreSQL.

`icontains` there asks for `UPPER(column) LIKE '%…%'`; an index of the column's trigrams answers it without reading
the whole table. It needs the extension pg_trgm, which PostgreSQL ships and the owner of a database may switch on.
Where that isn't allowed, or on SQLite, the same search reads the table, and finds the same rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.apps.registry import Apps
from django.db import Error, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

log = logging.getLogger(__name__)
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def word_index(table: str, *columns: str) -> RunPython:
    """Return the migration step that makes a table's columns quick to search; undone, it drops their index."""
    return RunPython(_made(table, columns), _dropped(table))


def name_of(table: str) -> str:
    """Return the name of a table's index of words."""
    return f"{table[:50]}_words"


def _made(table: str, columns: tuple[str, ...]) -> Step:
    def make(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        quoted = editor.quote_name
        parts = ", ".join(f"UPPER({quoted(column)}::text) gin_trgm_ops" for column in columns)
        # Rows wait in no list: every search would read it until the next vacuum.
        kept = f"USING gin ({parts}) WITH (fastupdate = off)"
        index = f"CREATE INDEX {quoted(name_of(table))} ON {quoted(table)} {kept}"
        if _trigrams(editor, index):
            editor.execute(index)

    return make


def _dropped(table: str) -> Step:
    def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP INDEX IF EXISTS {editor.quote_name(name_of(table))}")

    return drop


def _trigrams(editor: BaseDatabaseSchemaEditor, index: str) -> bool:
    """Switch the extension on; False where the database doesn't have it, or doesn't let its owner."""
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute(EXTENSION)
    except Error as refused:
        log.warning(
            "Without pg_trgm searches read whole tables (%s). To mend it: %s; %s;", refused, EXTENSION, index
        )
        return False
    return True

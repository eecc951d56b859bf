"""Emptying the database after a test that commits, of what it holds rows of only."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# What a migrated database holds before any test, the same after each: Django would empty and write it anew.
STANDING = ("contenttypes", "auth.permission")


def _emptied() -> list[str]:
    """Return the tables of every model but those of the types and permissions, links between two among them."""
    models = apps.get_models(include_auto_created=True)
    kept = {model._meta.db_table for model in models if model._meta.label_lower.startswith(STANDING)}
    return sorted({model._meta.db_table for model in models if model._meta.managed} - kept)


def _filled(connection: BaseDatabaseWrapper) -> list[str]:
    """Return those of the tables that hold a row, in one question."""
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})"  # noqa: S608 - our own tables
        for table in _emptied()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [row[0] for row in cursor.fetchall()]


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row of every filled table at once: references are looked at when all is gone."""
    quote = connection.ops.quote_name
    connection.ops.execute_sql_flush([f"DELETE FROM {quote(table)}" for table in _filled(connection)])  # noqa: S608


def _fixture_teardown(case: Any) -> None:
    for name in case._databases_names(include_mirrors=False):
        empty(connections[name])


def install() -> None:
    """Empty the filled tables only, where Django truncates all of them and writes types and permissions anew."""
    TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[attr-defined]

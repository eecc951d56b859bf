"""Emptying the database after a test that commits, of what it holds rows of only, but for what migrations wrote."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.test import TransactionTestCase

# What a migrated database holds before any test, the same after each: Django would empty and write it anew.
STANDING = ("contenttypes", "auth.permission")
# Rows that migrations wrote into the other tables, written again: tests of one process come in any order.
_written: list[Model] = []


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


def remember() -> None:
    """Keep what a database holds before any test."""
    filled = set(_filled(connections["default"]))
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in filled]
    _written[:] = [row for model in models for row in model._default_manager.order_by("pk")]


def _write_again() -> None:
    with transaction.atomic():
        for model, rows in groupby(_written, type):
            model._default_manager.bulk_create(list(rows))


def _fixture_teardown(case: Any) -> None:
    for name in case._databases_names(include_mirrors=False):
        empty(connections[name])
    _write_again()


def install() -> None:
    """Empty the filled tables only, where Django truncates all of them and writes types and permissions anew."""
    TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[attr-defined]

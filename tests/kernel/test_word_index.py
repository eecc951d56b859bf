"""Indexes of words: on PostgreSQL where its trigrams may be used, nowhere else, and never in the way."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from rakiza.kernel.word_index import name_of, word_index

pytestmark = pytest.mark.django_db
SEARCHED = (
    "organisations_organisation",
    "industry_device",
    "registration_registrationcertificate",
    "registration_establishmentdeclaration",
    "registration_specificauthorisation",
)


class Editor:
    """Stand for the schema editor of a database; remembers what it was asked to run."""

    def __init__(self, vendor: str, *, refuses: bool = False) -> None:
        self.connection = type("Connection", (), {"vendor": vendor, "alias": "default"})()
        self.refuses = refuses
        self.ran: list[str] = []

    def quote_name(self, name: str) -> str:
        return f'"{name}"'

    def execute(self, statement: str) -> None:
        if self.refuses and "EXTENSION" in statement:
            raise ProgrammingError("permission denied to create extension")
        self.ran.append(statement)


def test_the_searched_tables_have_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an index of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexname LIKE %s", ["%\\_words"])
        assert {name for (name,) in cursor.fetchall()} == set(SEARCHED)


def test_it_is_made_of_the_words_that_are_searched() -> None:
    editor = Editor("postgresql")
    word_index("devices", "name", "reference").code(apps, editor)
    assert editor.ran == [
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        'CREATE INDEX "devices_words" ON "devices" USING gin '
        '(UPPER("name"::text) gin_trgm_ops, UPPER("reference"::text) gin_trgm_ops) WITH (fastupdate = off)',
    ]
    word_index("devices", "name").reverse_code(apps, editor)
    assert editor.ran[2:] == ['DROP INDEX IF EXISTS "devices_words"']


def test_another_database_is_left_as_it_is() -> None:
    editor = Editor("sqlite")
    step = word_index("devices", "name")
    step.code(apps, editor)
    step.reverse_code(apps, editor)
    assert editor.ran == []


def test_without_the_right_to_trigrams_a_site_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    editor = Editor("postgresql", refuses=True)
    with caplog.at_level(logging.WARNING, logger="rakiza.kernel.word_index"):
        word_index("devices", "name").code(apps, editor)
    assert editor.ran == []
    assert "permission denied to create extension" in caplog.text
    assert 'CREATE INDEX "devices_words" ON "devices"' in caplog.text


def test_a_name_fits_into_postgresql() -> None:
    assert len(name_of("x" * 80)) < 64

"""French spaces: set in every sentence of the interface, whoever wrote it."""

from __future__ import annotations

import importlib.util
from gettext import GNUTranslations
from importlib.machinery import SourceFileLoader
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from rakiza.kernel.wording.typography import typeset

MESSAGES = Path(__file__).parents[3] / "tools" / "messages.py"
WIDE, NARROW = "\u00a0", "\u202f"


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """Return the tool that compiles the catalogues."""
    spec = importlib.util.spec_from_loader("messages", SourceFileLoader("messages", str(MESSAGES)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("« %(name)s » est pris", f"«{WIDE}%(name)s{WIDE}» est pris"),
        ("Reste : %(left)s", f"Reste{WIDE}: %(left)s"),
        ("Reste :", f"Reste{WIDE}:"),
        ("Non ; pourquoi ? (« quoi ! »)", f"Non{NARROW}; pourquoi{NARROW}? («{WIDE}quoi{NARROW}!{WIDE}»)"),
        ("« Que faire d'autre ? »", f"«{WIDE}Que faire d'autre{NARROW}?{WIDE}»"),
        ("Une part va de 0 à 100 %.", f"Une part va de 0 à 100{WIDE}%."),
        ("au moins %(share)s %%", f"au moins %(share)s{WIDE}%%"),
        # What only looks like it: a place to fill, an hour, an address, a mark that opens a line.
        ("12 %(unit)s à 10:00", "12 %(unit)s à 10:00"),
        ("https://exemple.ma/?q=1", "https://exemple.ma/?q=1"),
        (": suite", ": suite"),
    ],
)
def test_spaces_hold_marks_at_their_word(written: str, read: str) -> None:
    assert typeset(written) == read


def test_setting_twice_changes_nothing() -> None:
    once = typeset("« Reste : 20 % ; et ? »")

    assert typeset(once) == once


def test_the_compiled_catalogue_sets_every_sentence(messages: ModuleType) -> None:
    catalogue = messages.french(messages._existing("ar"))

    texts = [
        text
        for message in catalogue
        if message.id
        for text in (message.string if message.pluralizable else [message.string])
    ]
    assert len(texts) > 900
    assert [text for text in texts if typeset(text) != text] == []


def test_french_counts_none_as_it_counts_one(messages: ModuleType) -> None:
    compiled = BytesIO()
    messages.write_mo(compiled, messages.french(messages._existing("ar")))
    compiled.seek(0)

    french = GNUTranslations(compiled)
    singular, plural = "%(count)d message rangé.", "%(count)d messages rangés."
    assert [french.ngettext(singular, plural, count) for count in (0, 1, 2)] == [singular, singular, plural]

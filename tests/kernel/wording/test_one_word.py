"""One notion has one Arabic word: two for the same read as two notions."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import override, pgettext

import rakiza

CATALOGUE = Path(rakiza.__file__).parent / "locale" / "ar" / "LC_MESSAGES" / "django.po"
TAX = re.compile(r"\b(TTC|HT|hors taxe|taxes comprises)\b")


def _said(asked: re.Pattern[str]) -> list[str]:
    """Return the Arabic of the French sentences that hold these words."""
    found = [one for one in polib.pofile(str(CATALOGUE)) if asked.search(one.msgid)]
    return [text for one in found for text in (one.msgstr, *one.msgstr_plural.values()) if text]


def test_a_price_is_with_or_without_tax_in_one_word() -> None:
    other = re.compile("شامل|دون احتساب|دون الضريبة|دون رسوم")
    assert len(_said(TAX)) > 60
    assert [text for text in _said(TAX) if other.search(text)] == []


def test_what_is_at_stake_is_not_called_at_risk() -> None:
    """A plan's page counts lots at risk, by their titles or one maker, beside those that an alert puts at stake."""
    assert set(_said(re.compile(r"^Lots à risque$"))) == {"حصص معرضة للخطر"}
    stakes = _said(re.compile(r"%\(\w+\)s .*en jeu|^En jeu pour vous"))
    assert stakes
    assert [text for text in stakes if "للخطر" in text] == []


def test_the_coordinator_has_one_name() -> None:
    assert [text for text in _said(re.compile("")) if re.search("منسّ?ق المشتريات", text)] == []


@pytest.mark.parametrize(("language", "words"), [("ar", ("الخط", "الخطوط")), ("en", ("Line", "Lines"))])
def test_a_production_line_is_no_row(language: str, words: tuple[str, str]) -> None:
    with override(language):
        assert (pgettext("production", "Ligne"), pgettext("production", "Lignes")) == words

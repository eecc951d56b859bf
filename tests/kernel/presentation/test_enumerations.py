"""Lists of words on pages are parted as the reader's language parts them."""

from __future__ import annotations

import re
from pathlib import Path

from django.template import Context, Template
from django.utils import translation

SOURCE = Path(__file__).parents[3] / "src" / "rakiza"


def test_no_template_parts_words_by_a_comma_of_its_own() -> None:
    bare = re.compile(r"forloop\.last %\},")

    assert [path.name for path in SOURCE.rglob("*.html") if bare.search(path.read_text("utf-8"))] == []


def test_arabic_has_its_own_comma() -> None:
    words = '{% load i18n %}{% for one in all %}{{ one }}{% if not forloop.last %}{% translate ", " %}{% endif %}{% endfor %}'
    with translation.override("ar"):
        assert Template(words).render(Context({"all": ["ا", "ب"]})) == "ا، ب"

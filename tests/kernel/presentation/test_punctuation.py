"""Commas, colons and quotation marks around values are the language's own: no template writes one itself."""

from __future__ import annotations

import re
from pathlib import Path

import rakiza

TRANSLATED = re.compile(r"\{% (blocktranslate|comment)\b.*?\{% end\1 %\}", re.DOTALL)
WRITTEN = re.compile(r"""(?:\}\}|%\}|>)(?:,| :|:) (?:\{|<)|join:["'], ["']|« \{""")


def test_no_template_writes_the_marks_between_values() -> None:
    assert WRITTEN.search("{{ one }}, {{ other }}")
    assert WRITTEN.search("{{ names|join:', ' }}")
    root = Path(rakiza.__file__).parent
    found = [
        f"{path.relative_to(root)}: {one[0]}"
        for path in sorted(root.rglob("*.html"))
        for one in WRITTEN.finditer(TRANSLATED.sub("", path.read_text("utf-8")))
    ]
    assert found == []

"""The authored editions, and the names that people write."""

from __future__ import annotations

import re

import pytest

from rakiza.reference.standards import edition_named, editions


def test_every_edition_is_whole_and_replaces_one_that_is_there() -> None:
    known = {(one.standard, one.edition) for one in editions()}
    assert len(known) == len(editions())
    for one in editions():
        assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", one.published)
        assert one.published.startswith(one.edition)
        assert one.source
        assert one.title
        if one.replaces:
            assert (one.standard, one.replaces) in known
            assert one.replaces < one.edition
        if one.transition_ends:
            assert one.replaces
            assert one.transition_ends.isoformat()[:7] > one.published


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ISO 13485:2016", ("ISO 13485", "2016")),
        ("iso 13485 : 2016", ("ISO 13485", "2016")),
        ("ISO 13485", ("ISO 13485", "")),
        ("NM EN ISO 13485:2016", ("ISO 13485", "2016")),
        ("EN 14683:2019+AC:2019", ("EN 14683", "2019")),
        ("IEC 60601-1:2005+A2", ("IEC 60601-1", "2005")),
        ("NM 14.2.001", ("NM 14.2.001", "")),
        ("", ("", "")),
        (":2016", (":2016", "")),
    ],
)
def test_a_name_gives_its_standard_and_edition(text: str, named: tuple[str, str]) -> None:
    assert edition_named(text) == named

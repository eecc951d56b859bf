"""Every group of the reference has a name."""

from __future__ import annotations

from pathlib import Path

import pytest

import rakiza.reference.families
from rakiza.kernel.wording.groups import GROUPS, say_group

FOLDER = Path(rakiza.reference.families.__file__).parent / "data"


@pytest.mark.parametrize("group", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_every_group_has_words(group: str):
    assert group in GROUPS


def test_an_unknown_group_is_made_readable():
    assert say_group("never_heard", "fr") == "Never heard"

"""What the system refused is said in the reader's language; what is rare, in the system's words."""

from __future__ import annotations

import errno

import pytest
from django.utils import translation

from rakiza.kernel.system_errors import said_of


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (errno.EACCES, "fr", "vous n'en avez pas le droit"),
        (errno.EISDIR, "en", "it is a folder"),
        (errno.ENOSPC, "ar", "القرص ممتلئ"),
    ],
)
def test_what_is_usual_is_said_in_words(number: int, language: str, said: str) -> None:
    with translation.override(language):
        assert said_of(OSError(number, "of the machine")) == said


def test_what_is_rare_is_said_as_the_system_says_it() -> None:
    assert said_of(OSError(errno.ELOOP, "too many links")) == "too many links"
    assert said_of(OSError("gone")) == "gone"
    assert said_of(OSError()) == "?"

"""The text of a key: a mark, a public beginning by which it is found, and a secret of 256 bits."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

MARK = "rak"  # so that a scanner of leaked secrets knows one of ours
_FORM = re.compile(rf"{MARK}_(?P<prefix>[0-9a-f]{{12}})_[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True, slots=True)
class Secret:
    """A key as it is handed over, once."""

    prefix: str
    text: str

    @classmethod
    def new(cls) -> Secret:
        """Return a key that nobody guesses."""
        prefix = secrets.token_hex(6)
        return cls(prefix, f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}")


def prefix_of(text: str) -> str | None:
    """Return the public beginning of a key; None where the text isn't one."""
    found = _FORM.fullmatch(text)
    return found["prefix"] if found else None


def hash_of(text: str) -> str:
    """Return the hash that is kept of a key: HMAC-SHA-256 under the site's own secret.

    The secret has 256 bits of chance, so no slow hash is needed; a stolen table opens nothing.
    """
    return salted_hmac("rakiza.kernel.access", text, algorithm="sha256").hexdigest()


def fits(text: str, kept: str) -> bool:
    """Tell whether a key is the one whose hash was kept, in a time that tells nothing."""
    return constant_time_compare(hash_of(text), kept)

"""What a list says of an article, as one text."""

from __future__ import annotations


def joined(designation: str, specification: str) -> str:
    """Return a designation and what is specified beside it."""
    return ", ".join(part for part in (designation, specification.strip()) if part)

"""Editions of standards as authored facts: publication, what each replaces, end of transition, source."""

from __future__ import annotations

from rakiza.reference.standards.load import AuthoredEdition, edition_named, editions

__all__ = ["AuthoredEdition", "edition_named", "editions"]

"""What differs between a device and what is registered of it, in words, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rakiza.kernel.wording import vocabulary
from rakiza.kernel.wording.attributes import bound, say_scalar
from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.reasons.parameters import characteristic_names
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.registration.covering import Described, described, differing
from rakiza.pillars.registration.models import AuthorityTitle, RegistrationCertificate
from rakiza.reference.families import load


@dataclass(frozen=True, slots=True)
class CoveringRow:
    """One characteristic: what the authority judged, and what the device is."""

    name: str
    registered: str
    now: str


@dataclass(frozen=True, slots=True)
class ToAmend:
    """A registration whose device is otherwise than registered."""

    title: RegistrationCertificate
    rows: tuple[CoveringRow, ...]


def amendments_of(titles: Iterable[AuthorityTitle], today: date) -> tuple[ToAmend, ...]:
    """Return the registrations whose device differs on `today`, with what does; their devices are at hand."""
    return tuple(
        ToAmend(title, covering_rows(title.covers or {}, described(title.device), base_language(None)))
        for title in titles
        if isinstance(title, RegistrationCertificate) and title.to_amend(today)
    )


def covering_rows(covers: Described, now: Described, language: str) -> tuple[CoveringRow, ...]:
    """Return what differs between two descriptions of a device, in a reader's language."""
    words = vocabulary()
    return tuple(
        CoveringRow(
            characteristic_names([name], language, words),
            _said(name, covers, language),
            _said(name, now, language),
        )
        for name in differing(covers or None, now)
    )


def _said(name: str, of: Described, language: str) -> str:
    if name == "family":
        found = load().by_id().get(of[name])
        return found.labels.in_language(language) if found else of[name]
    stated = [one for one in attributes_from(of["attributes"]) if one.name == name]
    said = [bound(one.op, say_scalar(name, one.value, one.unit, language), language) for one in stated]
    return " ; ".join(said) or (of["risk_class"] if name == "risk_class" else "") or "—"

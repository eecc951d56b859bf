"""Required standards: the standard, its edition, and the bodies that adopt one another's.

`NM ISO 13485` and `EN ISO 13485` adopt `ISO 13485`: the same text. A newer edition is accepted, an
older one isn't. The year of an adoption isn't that of the original: the two are only told apart where one
body published both, or where the adoption is older than the original, which it then can't be of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison
from rakiza.engine.matching import reasons
from rakiza.engine.matching.values import AttributeVerdict, Verdict
from rakiza.engine.reasons import Reason

# What any device may state and any requirement ask, whatever the family's schema.
STANDARD = AttributeSpec("standard", AttributeType.TEXT, Comparison.STANDARD, decisive=False)

# The class of the regulations, which a buyer may ask for: I is met by its own sub-classes.
RISK_CLASS = AttributeSpec(
    "risk_class",
    AttributeType.CHOICE,
    Comparison.COMPATIBLE,
    choices=("I", "Is", "Im", "Ir", "IIa", "IIb", "III", "A", "B", "C", "D"),
    decisive=False,
    accepts=(("I", "Is"), ("I", "Im"), ("I", "Ir")),
)

_BODIES = "iso|iec|cei|en|nm|nf|din|bs|une|astm|aami|ansi|jis|gost|usp|ph"
_WRITTEN = re.compile(
    rf"(?P<bodies>(?:(?:{_BODIES})[\s/\-]*)+)(?P<number>[a-z]?\d[\w.\-]*)(?:\s*[:/]\s*(?P<year>(?:19|20)\d\d))?"
)
_ASTM = re.compile(r"(?P<number>[a-z]\d+m?)-(?P<year>\d\d)[a-z]?")  # D3577-19: the edition of 2019
_TWENTIETH = 50
_ORIGINS = ("iso", "iec", "cei", "en")  # the first of them that is named wrote the text
_SAME = {"cei": "iec"}
Outcome = tuple[Verdict, str]


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard as written: who wrote it, who adopted it, number and part, edition."""

    origin: str
    publisher: str
    number: str
    edition: int | None

    @property
    def is_original(self) -> bool:
        """Tell the text of the body that wrote it from one that adopts it."""
        return self.publisher == self.origin


def parsed(written: str) -> Standard | None:
    """Return the standard that a text names, None where it names none."""
    match = _WRITTEN.search(written.casefold())
    if match is None:
        return None
    bodies = [_SAME.get(body, body) for body in re.findall(_BODIES, match.group("bodies"))]
    origin = next((body for body in _ORIGINS if body in bodies), bodies[-1])
    number, year = match.group("number").rstrip(".-"), match.group("year")
    if "astm" in bodies and year is None and (dated := _ASTM.fullmatch(number)) is not None:
        number, year = dated["number"], f"{20 if int(dated['year']) < _TWENTIETH else 19}{dated['year']}"
    return Standard(origin, bodies[0], number, int(year) if year else None)


def compare(required: Sequence[AttributeValue], offered: Sequence[AttributeValue]) -> AttributeVerdict:
    """Judge the standards required: each must be met by one that the device states.

    One that the device doesn't name at all is unknown: a sheet seldom lists them all.
    """
    judged = [_against(str(value.value), [str(have.value) for have in offered]) for value in required]
    verdict, code, wanted, have = max(judged, key=lambda found: (_ORDER[found[0]], found[2]))
    reason = Reason.of(code, attribute=STANDARD.name, required=wanted, offered=have)
    return AttributeVerdict(STANDARD.name, verdict, tuple(required), have, None, None, reason)


def strictest(required: Iterable[AttributeValue]) -> tuple[AttributeValue, ...]:
    """Return the standards that serve every requirement: without those that a newer edition asked for meets."""
    kept: dict[str, AttributeValue] = {}
    for value in sorted(required, key=lambda each: str(each.value)):
        kept.setdefault(str(value.value).casefold(), value)
    return tuple(
        value
        for value in kept.values()
        if not any(
            other is not value and _supersedes(str(other.value), str(value.value)) for other in kept.values()
        )
    )


def _supersedes(newer: str, older: str) -> bool:
    """Tell whether what meets one standard meets the other, but not the other way round."""
    return _one(older, newer)[0] is Verdict.PASS and _one(newer, older)[0] is not Verdict.PASS


_ORDER = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}


def _against(wanted: str, offered: Sequence[str]) -> tuple[Verdict, str, str, str | None]:
    judged = [(*_one(wanted, have), wanted, have) for have in offered]
    same = [found for found in judged if found[1] != reasons.NOT_STATED]
    if not same:
        return Verdict.UNKNOWN, reasons.NOT_STATED, wanted, None
    return min(same, key=lambda found: (_ORDER[found[0]], found[3]))


def _one(wanted: str, have: str) -> Outcome:
    """Judge one standard against one; `NOT_STATED` where they aren't the same."""
    asked, given = parsed(wanted), parsed(have)
    if asked is None or given is None:
        same = wanted.strip().casefold() == have.strip().casefold()
        return (Verdict.PASS, reasons.EQUAL) if same else (Verdict.UNKNOWN, reasons.NOT_STATED)
    if (asked.origin, asked.number) != (given.origin, given.number):
        return Verdict.UNKNOWN, reasons.NOT_STATED
    return _edition(asked, given)


def _edition(asked: Standard, given: Standard) -> Outcome:
    if asked.edition is None or asked.edition == given.edition:
        same = asked.publisher == given.publisher
        return Verdict.PASS, reasons.EQUAL if same else reasons.EQUIVALENT
    if given.edition is None:
        return Verdict.UNKNOWN, reasons.EDITION_UNKNOWN
    if asked.publisher != given.publisher:
        return _adopted(asked, given, given.edition)
    if given.edition > asked.edition:
        return Verdict.PASS, reasons.NEWER_EDITION
    return Verdict.FAIL, reasons.OLDER_EDITION


def _adopted(asked: Standard, given: Standard, edition: int) -> Outcome:
    """Hold an original against an adoption: nobody adopts an edition that isn't written yet."""
    assert asked.edition is not None  # noqa: S101 - an edition is asked for
    if asked.is_original and edition < asked.edition:
        return Verdict.FAIL, reasons.OLDER_EDITION
    if given.is_original and edition > asked.edition:
        return Verdict.PASS, reasons.NEWER_EDITION
    return Verdict.UNKNOWN, reasons.EDITION_UNKNOWN

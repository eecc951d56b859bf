"""Needs with their candidates as rows of a file: one row a candidate, or one JSON line a need."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rakiza.engine.matching import AttributeVerdict, Candidate, MatchResult, Verdict
from rakiza.engine.reading.cells import attributes_json
from rakiza.engine.reasons import Reason
from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.pillars.purchasing.designations.candidates import NeedMatches
from rakiza.pillars.purchasing.designations.catalogue import CatalogueDevice
from rakiza.pillars.purchasing.designations.rendering import (
    SEPARATOR,
    Cell,
    encodable,
    sentence,
)

MATCH_COLUMNS = (
    "line_id",
    "text",
    "kind",
    "family",
    "confidence",
    "rank",
    "device",
    "name",
    "maker",
    "reference",
    "verdict",
    "score",
    "attributes",
    "why",
)
_TOLD_FIRST = {Verdict.FAIL: 0, Verdict.UNKNOWN: 1, Verdict.PASS: 2}
Devices = Mapping[str, CatalogueDevice]


def rows_of(matches: NeedMatches, devices: Devices, language: str) -> Iterator[tuple[Cell, ...]]:
    """Yield one row a candidate, what fails told first; one row that says why where there is none."""
    reading = matches.reading
    need = (
        safe_cell(matches.line_id), safe_cell(reading.text), reading.kind.value, reading.family, reading.confidence
    )  # fmt: skip
    if not matches.candidates:
        yield (
            *need,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            SEPARATOR.join(why_none(matches, language)),
        )
    for candidate in matches.candidates:
        device, result = devices[candidate.device], candidate.result
        told = [safe_cell(text) for text in (device.id, device.name, device.maker, device.reference)]
        why = SEPARATOR.join(sentence(reason, language) for reason in reasons_of(candidate))
        verdicts = json.dumps([verdict_of(each) for each in result.attributes], ensure_ascii=False)
        yield (*need, candidate.place, *told, result.verdict.value, result.score, safe_cell(verdicts), why)


def reasons_of(candidate: Candidate) -> list[Reason]:
    """Return why a candidate stands where it does: a doubt of its family, then what fails first."""
    doubt = [candidate.doubt] if candidate.doubt is not None else []
    return [*doubt, *(each.reason for each in in_order(candidate.result))]


def json_of(matches: NeedMatches, devices: Devices, language: str, *, numbered: bool) -> str:
    """Return a need with all its candidates as one line of JSON."""
    reading = matches.reading
    content: dict[str, Any] = {"line_id": matches.line_id} if numbered else {}
    content |= {
        "text": reading.text,
        "kind": reading.kind.value,
        "family": reading.family,
        "emdn": reading.emdn,
        "confidence": reading.confidence,
        "attributes": json.loads(attributes_json(reading.attributes)),
        "compared": matches.compared,
        "candidates": [
            _candidate(candidate, devices[candidate.device], language) for candidate in matches.candidates
        ],
    }
    if not matches.candidates:
        content["why"] = list(why_none(matches, language))
    return encodable(json.dumps(content, ensure_ascii=False))


def _candidate(candidate: Candidate, device: CatalogueDevice, language: str) -> dict[str, Any]:
    result = candidate.result
    return {
        "rank": candidate.place,
        "device": device.id,
        "name": device.name,
        "maker": device.maker,
        "reference": device.reference,
        "family": candidate.family or None,
        "probability": candidate.probability,
        "verdict": result.verdict.value,
        "score": result.score,
        "near_miss": result.near_miss,
        "attributes": [
            {**verdict_of(each), "code": each.reason.code, "says": sentence(each.reason, language)}
            for each in in_order(result)
        ],
    }


def in_order(result: MatchResult) -> list[AttributeVerdict]:
    """Return what fails, then what isn't stated, then what passes."""
    return sorted(result.attributes, key=lambda each: _TOLD_FIRST[each.verdict])


def verdict_of(each: AttributeVerdict) -> dict[str, Any]:
    """Return one attribute's verdict as JSON-ready values.

    The gap is device minus required, in `unit`; of ordered classes (FFP1 < FFP2 < FFP3) how many too low, in `class`.
    """
    gap, unit = (float(-each.short), "class") if each.short else (each.gap, each.unit)
    return {
        "name": each.name,
        "verdict": each.verdict.value,
        "required": json.loads(attributes_json(each.required)),
        "offered": each.offered,
        "gap": gap,
        "unit": unit,
    }


def why_none(matches: NeedMatches, language: str) -> Iterator[str]:
    """Yield why a need has no candidate: it names no device, no known family, or none in the catalogue."""
    if matches.reading.family is not None:
        yield _("Aucun dispositif de cette famille dans le catalogue")
        return
    for reason in matches.reading.reasons[:1]:
        yield sentence(reason, language)

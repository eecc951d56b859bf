"""A requirement held against devices: the verdict per attribute, the whole, and near misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from rakiza.engine.attributes import AttributeSpec, AttributeValue, Comparison
from rakiza.engine.families import Family
from rakiza.engine.matching import packs, reasons
from rakiza.engine.matching.compare import compare
from rakiza.engine.matching.derived import completed
from rakiza.engine.matching.hubs import asked
from rakiza.engine.matching.universal import schema_of
from rakiza.engine.matching.values import (
    AttributeVerdict,
    DeviceDescription,
    MatchResult,
    Requirement,
    Verdict,
)
from rakiza.engine.reasons import Reason

FAMILY = "family"  # the pseudo-attribute that fails when the family differs


def judge(requirement: Requirement, device: DeviceDescription, family: Family) -> MatchResult:
    """Hold `requirement` against `device` with the schema of `family` (the requirement's).

    What a colour asks for is held too (`hubs`).

    Fails if any attribute fails or the families differ; unknown if none fails and one that decides
    isn't stated by the device (nor implied by the schema's default); passes otherwise. The score,
    in [0, 1], is the mean of 1 (pass), 0.5 (unknown) and 0 (fail) over deciding attributes.
    """
    if device.family != requirement.family:
        return _other_family(requirement, device)
    schema = schema_of(family)
    offered = completed(by_name(device.attributes), family)
    verdicts = tuple(
        compare(schema.get(name), name, values, offered.get(name, ()))
        for name, values in by_name(asked(requirement.attributes, family)).items()
    )
    if requirement.pack_size:
        verdicts = (*verdicts, packs.compare(requirement.pack_size, device.pack_size or None))
    fails = sum(1 for verdict in verdicts if verdict.verdict is Verdict.FAIL)
    return MatchResult(
        device.device, _overall(verdicts), verdicts, near_miss=fails == 1, score=_score(verdicts, schema)
    )


def match_many(
    requirement: Requirement, devices: Iterable[DeviceDescription], family: Family
) -> tuple[MatchResult, ...]:
    """Match every device of the requirement's family, best first (see `rank`)."""
    same = [device for device in devices if device.family == requirement.family]
    results = [judge(requirement, device, family) for device in same]
    return tuple(sorted(results, key=rank))


def rank(result: MatchResult) -> tuple[int, float, float, int, str]:
    """Sort key: verdict, score, how far the failing attributes stand, how few are met exactly, identifier."""
    order = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}
    return order[result.verdict], -result.score, result.distance, -result.exact, result.device


def by_name(attributes: Iterable[AttributeValue]) -> dict[str, tuple[AttributeValue, ...]]:
    """Group values by name, names in order."""
    ordered = sorted(attributes, key=lambda value: value.name)
    return {name: tuple(values) for name, values in groupby(ordered, key=lambda value: value.name)}


def _overall(verdicts: tuple[AttributeVerdict, ...]) -> Verdict:
    found = {verdict.verdict for verdict in verdicts}
    if Verdict.FAIL in found:
        return Verdict.FAIL
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.PASS


def _score(verdicts: tuple[AttributeVerdict, ...], schema: Mapping[str, AttributeSpec]) -> float:
    points = {Verdict.PASS: 1.0, Verdict.UNKNOWN: 0.5, Verdict.FAIL: 0.0}
    deciding = [
        points[verdict.verdict]
        for verdict in verdicts
        if verdict.name in schema and schema[verdict.name].comparison is not Comparison.INFORMATIVE
    ]
    return round(sum(deciding) / len(deciding), 6) if deciding else 1.0


def _other_family(requirement: Requirement, device: DeviceDescription) -> MatchResult:
    reason = Reason.of(
        reasons.OTHER_FAMILY, attribute=FAMILY, required=requirement.family, offered=device.family
    )
    verdict = AttributeVerdict(FAMILY, Verdict.FAIL, (), device.family, None, None, reason)
    return MatchResult(device.device, Verdict.FAIL, (verdict,), near_miss=False, score=0.0)

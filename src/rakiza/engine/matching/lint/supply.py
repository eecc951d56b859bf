"""Clauses held against what local makers have: met by none, by one, or shutting many out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rakiza.engine.attributes import Comparison
from rakiza.engine.families import Family
from rakiza.engine.matching.judge import judge
from rakiza.engine.matching.lint import reasons
from rakiza.engine.matching.lint.values import Finding, Severity
from rakiza.engine.matching.universal import schema_of
from rakiza.engine.matching.upgrades import MadeDevice
from rakiza.engine.matching.values import Requirement, Verdict
from rakiza.engine.reasons import Reason

_FEW = 2  # makers up to whom competition is thin enough to look at each clause


def of_supply(requirement: Requirement, family: Family, made: Sequence[MadeDevice]) -> Iterator[Finding]:
    """Drop one clause at a time: whoever then qualifies is shut out by that clause alone.

    A maker qualifies with a device of which nothing fails; what a sheet doesn't state can be asked.
    """
    own = [article for article in made if article.device.family == requirement.family]
    now = _qualifying(requirement, family, own)
    if len(now) > _FEW:
        return
    schema = schema_of(family)
    for name in dict.fromkeys(value.name for value in requirement.attributes):
        if name not in schema or schema[name].comparison is Comparison.INFORMATIVE:
            continue
        rest = tuple(value for value in requirement.attributes if value.name != name)
        relaxed = replace(requirement, attributes=rest)
        then = _qualifying(relaxed, family, own)
        if len(then) > len(now):
            yield _finding(name, now, then, relaxed)


def _qualifying(requirement: Requirement, family: Family, made: Sequence[MadeDevice]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                article.maker
                for article in made
                if judge(requirement, article.device, family).verdict is not Verdict.FAIL
            }
        )
    )


def _finding(name: str, now: Sequence[str], then: tuple[str, ...], relaxed: Requirement) -> Finding:
    gained = len(then) - len(now)
    severity, code = {
        0: (Severity.ERROR, reasons.NO_SUPPLIER),
        1: (Severity.WARNING, reasons.SINGLE_SUPPLIER),
    }.get(len(now), (Severity.ADVICE, reasons.OVER_SPECIFIED))
    return Finding(
        severity,
        Reason.of(code, attribute=name, count=gained),
        Reason.of(reasons.RELAX, attribute=name, count=len(then)),
        attribute=name,
        relaxed=relaxed,
        makers=then,
    )

"""plan.json: the whole plan for programs, in the documented format `rakiza-plan/1`.

Canonical: keys sorted, UTF-8, no insignificant space, decimals as strings, dates as ISO 8601. Every
field of the values is written under its own name, so the format follows the values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Union

from rakiza.engine.planning.plan import Plan
from rakiza.engine.planning.values import PlanInputs
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import say

FORMAT = "rakiza-plan/1"
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Json = Union[dict[str, "Json"], list["Json"], str, int, float, bool, None]  # noqa: UP007 - recursive

# Tuples of pairs become objects with these names: (class, field) -> (first, second).
PAIRS: dict[tuple[str, str], tuple[str, str]] = {
    ("PlanInputs", "files"): ("name", "sha256"),
    ("PlannedAward", "by_member"): ("member", "quarters"),
    ("PackReading", "levels"): ("count", "unit"),
    ("Title", "suspended"): ("from", "to"),
}


def plan_as_json(plan: Plan) -> bytes:
    """Return the plan as canonical JSON, valid against docs/formats/plan.schema.json."""
    return "".join(_plan_pieces(plan)).encode()


def write_plan_json(plan: Plan, path: Path) -> None:
    """Write the plan as canonical JSON, one line of the plan at a time: a year's plan is large."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_plan_pieces(plan))


def _plan_pieces(plan: Plan) -> Iterator[str]:
    """Yield the text of the plan in order, without ever holding the whole of it."""
    encoder = _Encoder(_offer_names(plan.inputs))
    sections = {field.name: _pieces(encoder, plan, field.name) for field in fields(plan)}
    sections["inputs"] = _object(
        {field.name: _pieces(encoder, plan.inputs, field.name) for field in fields(plan.inputs)}
    )
    sections["format"] = iter((_text(FORMAT),))
    yield from _object(sections)


def _offer_names(inputs: PlanInputs) -> Mapping[str, str]:
    """The maker behind each offer: a sentence names it, the parameters keep the identifier."""
    makers = {maker.id: maker.name for maker in inputs.makers}
    devices = {device.id: makers[device.maker] for device in inputs.devices}
    return {offer.id: devices[offer.device] for offer in inputs.offers}


def _object(members: Mapping[str, Iterator[str]]) -> Iterator[str]:
    for index, name in enumerate(sorted(members)):
        yield f"{',' if index else '{'}{_text(name)}:"
        yield from members[name]
    yield "}"


def _pieces(encoder: _Encoder, owner: Plan | PlanInputs, name: str) -> Iterator[str]:
    """Yield one field; a long list item by item."""
    content = getattr(owner, name)
    pair = PAIRS.get((type(owner).__name__, name))
    if not isinstance(content, tuple) or pair is not None:
        yield _text(encoder.members(((name, pair),), owner)[name])
        return
    yield "["
    for index, item in enumerate(content):
        yield f"{',' if index else ''}{_text(encoder.encode(item))}"
    yield "]"


def _text(value: Json) -> str:
    return _WRITER.encode(value)


def field_names(kind: type) -> tuple[tuple[str, tuple[str, str] | None], ...]:
    """Return a value's field names, each with the names of its pairs where it holds pairs."""
    return tuple((f.name, PAIRS.get((kind.__name__, f.name))) for f in fields(kind))


class _Encoder:
    """Turns values into JSON's own types; equal reasons are worded once."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._reasons: dict[Reason, Json] = {}
        self._by_type: dict[type, Callable[..., Json]] = {
            str: _same,
            int: _same,
            float: _finite,
            bool: _same,
            type(None): _same,
            Decimal: decimal_text,
            tuple: self._sequence,
            Reason: self._reason,
        }

    def encode(self, value: object) -> Json:
        """Return the value in JSON's own types."""
        kind = type(value)
        encode = self._by_type.get(kind)
        if encode is None:
            encode = self._by_type[kind] = self._for(kind)
        return encode(value)

    def _for(self, kind: type) -> Callable[..., Json]:
        if is_dataclass(kind):
            return partial(self.members, field_names(kind))
        if issubclass(kind, Enum):
            return _enum
        if issubclass(kind, date):
            return date.isoformat
        message = f"plan.json cannot write a {kind.__name__}"
        raise TypeError(message)

    def members(
        self, names: tuple[tuple[str, tuple[str, str] | None], ...], value: object
    ) -> dict[str, Json]:
        """Return the fields of a dataclass by name."""
        encode = self.encode
        written: dict[str, Json] = {}
        for name, pair in names:
            content = getattr(value, name)
            if pair is None:
                written[name] = encode(content)
            else:
                first, second = pair
                written[name] = [{first: encode(a), second: encode(b)} for a, b in content]
        return written

    def _sequence(self, value: tuple[object, ...]) -> Json:
        return [self.encode(item) for item in value]

    def _reason(self, reason: Reason) -> Json:
        if reason not in self._reasons:
            params = {name: self.encode(value) for name, value in reason.params}
            self._reasons[reason] = {
                "code": reason.code,
                "params": params,
                "text": say(reason, "fr", names=self._names),
            }
        return self._reasons[reason]


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros: equal numbers, equal text."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _same(value: Json) -> Json:
    return value


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _enum(value: Enum) -> Json:
    return str(value.value)

"""Text of JSON and TOML as documents, numbers exactly as they are written; what is neither is said so."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.values import ProblemError

MARK = "\ufeff"  # what some editors begin a file with
NO_NUMBER = float("nan")
LINE = re.compile(r"\bline (\d+)")


def parsed(text: str | bytes) -> object:
    """Return a document of JSON; ProblemError where it is none, or where a name comes twice in an object."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            doubled.append(_Twice(next(name for name in names if names.count(name) > 1), found))
            return doubled[-1]
        return found

    def constant(said: str) -> object:
        return said  # NaN and Infinity are no numbers: the field that holds one says so

    doubled: list[_Twice] = []
    try:
        document = json.loads(
            text.removeprefix(MARK) if isinstance(text, str) else text,
            parse_float=exact,
            parse_int=exact,
            parse_constant=constant,
            object_pairs_hook=once,
        )
        if doubled:
            raise ProblemError(next(_pointers(document, "")), codes.DUPLICATE)
    except json.JSONDecodeError as error:
        raise ProblemError("", codes.NOT_JSON, error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ProblemError("", codes.NOT_JSON) from error
    return document


def parsed_toml(text: str) -> dict[str, Any]:
    """Return a document of TOML; ProblemError where it is none."""
    try:
        return tomllib.loads(text.removeprefix(MARK), parse_float=exact)
    except (ValueError, RecursionError) as error:  # a whole number of thousands of digits is a ValueError
        line = LINE.search(str(error))
        raise ProblemError("", codes.NOT_TOML, int(line[1]) if line else None) from error


def exact(said: str) -> Decimal | float:
    """Return a number as it is written; one that no decimal can hold is none, as the field that holds it says."""
    try:
        return Decimal(said)
    except InvalidOperation:
        return NO_NUMBER


def escaped(name: str) -> str:
    """Return a name as one step of a JSON pointer."""
    return str(name).replace("~", "~0").replace("/", "~1")


class _Twice(dict[str, Any]):
    """An object in which a name comes twice."""

    def __init__(self, name: str, found: dict[str, Any]) -> None:
        super().__init__(found)
        self.name = name


def _pointers(document: object, pointer: str) -> Iterator[str]:
    """Yield where names come twice, in the order of the document."""
    if isinstance(document, _Twice):
        yield f"{pointer}/{escaped(document.name)}"
    steps: Iterator[tuple[str, object]] = iter(())
    if isinstance(document, dict):
        steps = ((escaped(name), value) for name, value in document.items())
    elif isinstance(document, list):
        steps = ((str(index), value) for index, value in enumerate(document))
    for step, value in steps:
        yield from _pointers(value, f"{pointer}/{step}")

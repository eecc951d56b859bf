"""Reading a JSON body strictly: no doubled name, no number beyond JSON, nothing but an object."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from rakiza.kernel.api.problems import Problem

DEEPEST = 20


class Malformed(ValueError):  # noqa: N818 - turned into an answer
    """The body isn't the JSON that is asked for."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed("A name is given twice.")
    return found


def _no_constant(text: str) -> NoReturn:
    raise Malformed(f"{text} is no JSON number.")


def _check_depth(value: object, left: int = DEEPEST) -> None:
    if not left:
        raise Malformed("Nested too deeply.")
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        _check_depth(child, left - 1)


def read_json(body: bytes) -> dict[str, object]:
    """Return the object that a body holds, decimals exact; `Malformed` where it holds none."""
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=Decimal
        )
        _check_depth(value)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Malformed(str(error)) from error
    if not isinstance(value, dict):
        raise Malformed("An object is asked for.")
    return value


class StrictParser(Parser):
    """The parser of the API's bodies."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - the parser's own signature
        """Return the object of a body that says it is JSON."""
        return read_json(request.body)


def check_body(request: HttpRequest, *, files: bool) -> None:
    """Refuse a body that isn't said to be JSON, or isn't an object: before anything of it is used.

    `files`: a form with a file is asked for instead, which Django has read by its own limits.
    """
    form = request.content_type == "multipart/form-data"
    if files:
        if not form:
            raise Problem(
                415, "not_form", _("Le corps de la demande doit être un formulaire (multipart/form-data).")
            )
        return
    if not form and not request.body:
        return
    if request.content_type != "application/json":
        raise Problem(415, "not_json", _("Le corps de la demande doit être du JSON (application/json)."))
    try:
        read_json(request.body)
    except Malformed as error:
        raise Problem(
            400, "malformed_json", _("Le corps de la demande n'est pas un objet JSON valable.")
        ) from error

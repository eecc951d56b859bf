"""Refusals as the API says them: RFC 9457 problem documents with a stable code and a sentence to show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class At:
    """One wrong value: where it stands (a JSON pointer, or a parameter's name), and what is wrong with it."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None

    def plain(self) -> dict[str, str]:
        """Return what is said of it."""
        said = {
            "code": self.code,
            "detail": self.detail,
            "pointer": self.pointer,
            "parameter": self.parameter,
        }
        return {name: text for name, text in said.items() if text is not None}


class Problem(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is answered by a problem document."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: object,
        *,
        errors: Sequence[At] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, str(detail)
        self.errors, self.headers = tuple(errors), dict(headers or {})

    def response(self) -> HttpResponse:
        """Return the answer."""
        document: dict[str, object] = {
            "type": "about:blank",
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [one.plain() for one in self.errors]
        text = json.dumps(document, ensure_ascii=False)
        return HttpResponse(text, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def wrong_value(pointer: str, detail: object, code: str = "unknown") -> Problem:
    """Return the refusal of one value of the body that names what isn't there, or isn't the reader's."""
    return Problem(422, "invalid", detail, errors=[At(code, str(detail), pointer=pointer)])

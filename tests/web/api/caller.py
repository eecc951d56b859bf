"""A program that calls the API with a key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from tests.factories.keys import a_key

from rakiza.kernel.access.enums import Reach
from rakiza.kernel.organisations.actor import Actor


@dataclass(frozen=True)
class Caller:
    """Calls addresses below /api/v1 in a person's name."""

    text: str
    client: Client

    @classmethod
    def of(cls, actor: Actor, reach: Reach = Reach.WRITE, name: str = "Programme") -> Caller:
        return cls(a_key(actor, name=name, reach=reach).text, Client(raise_request_exception=True))

    def call(self, method: str, path: str, body: object = None, **headers: str) -> HttpResponseBase:
        said = {"Authorization": f"Bearer {self.text}", **headers}
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer: HttpResponseBase = self.client.generic(method, f"/api/v1{path}", headers=said, **sent)  # type: ignore[arg-type]
        return answer

    def join(self, path: str, fields: Mapping[str, object], file: UploadedFile[bytes]) -> HttpResponseBase:
        """Send fields with a file, as a form."""
        said = {"Authorization": f"Bearer {self.text}"}
        answer: HttpResponseBase = self.client.post(f"/api/v1{path}", {**fields, "file": file}, headers=said)  # type: ignore[arg-type]
        return answer

    def get(self, path: str, **headers: str) -> HttpResponseBase:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> HttpResponseBase:
        return self.call("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Mapping[str, object]) -> HttpResponseBase:
        return self.call("PUT", path, body)


def said(answer: HttpResponseBase) -> dict[str, Any]:
    """Return the document of an answer."""
    found: dict[str, Any] = json.loads(answer.content)  # type: ignore[attr-defined]
    return found

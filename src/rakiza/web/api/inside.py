"""A request of the API from this very server: a command goes through the same door as a program, without a network."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from rakiza.kernel.api.caller import Caller
from rakiza.web.api.middleware import FORM


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries, and of which type."""

    content: bytes = b""
    media_type: str = "application/json"


class _Door(BaseHandler):
    """The site's own chain: what a request from outside passes, this passes."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()


@cache
def _door() -> _Door:
    return _Door()


def send(
    caller: Caller, method: str, path: str, body: Body = Body(), query: Mapping[str, str] | None = None
) -> HttpResponseBase:
    """Return how the API answers `caller`, in the language of their account."""
    request = WSGIRequest(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": urlencode(query or {}),
            "CONTENT_TYPE": body.media_type if body.content else "",
            "CONTENT_LENGTH": str(len(body.content)),
            "HTTP_ACCEPT_LANGUAGE": caller.membership.user.language,
            "SERVER_NAME": _host(),
            "SERVER_PORT": "443",
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(body.content),
            "HTTP_X_FORWARDED_PROTO": "https",
        }
    )
    request.caller = caller  # type: ignore[attr-defined]
    with _told_apart():
        return _door().get_response(request)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Keep the server's log of refusals off the terminal: the command says them itself."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def form(fields: Iterable[tuple[str, str]], files: Mapping[str, Path]) -> Body:
    """Return fields and files as a browser sends them (RFC 7578)."""
    mark = secrets.token_hex(16)
    parts = []
    for name, text in fields:
        parts.append((f'form-data; name="{_quoted(name)}"', text.encode()))
    for name, file in files.items():
        head = f'form-data; name="{_quoted(name)}"; filename="{_quoted(file.name)}"'
        parts.append((f"{head}\r\nContent-Type: application/octet-stream", file.read_bytes()))
    lines = [
        b"--%s\r\nContent-Disposition: %s\r\n\r\n%s\r\n" % (mark.encode(), head.encode(), content)
        for head, content in parts
    ]
    return Body(b"".join(lines) + b"--%s--\r\n" % mark.encode(), f"{FORM}; boundary={mark}")


def _quoted(text: str) -> str:
    """Return a name within quotes as Django reads it."""
    plain = text.replace("\r", " ").replace("\n", " ")
    return plain.replace("\\", "\\\\").replace('"', '\\"')


def _host() -> str:
    """Return a name that the site answers to."""
    first = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".")
    return "localhost" if first == "*" else first

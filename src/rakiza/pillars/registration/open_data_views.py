"""The register as open data: CSV and JSON, each with its licence and the hash of its very bytes."""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.pillars.registration.public_views import reader_language, wanted_of
from rakiza.pillars.registration.register import PublicTitle, public_title, public_titles

NAMES = (
    "kind",
    "number",
    "state",
    "holder",
    "device",
    "reference",
    "family",
    "risk_class",
    "activities",
    "purpose",
    "valid_from",
    "valid_to",
    "ended_on",
    "site_closed_on",
    "authority",
    "demonstration",
)
# Free to use, the source named: what the national portal of open data asks for; the authority may say otherwise.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CHUNK = 64 * 1024


def _rows(request: HttpRequest) -> Iterator[PublicTitle]:
    wanted, today, language = wanted_of(request), timezone.localdate(), reader_language()
    for one in public_titles(wanted, today).iterator(chunk_size=2000):
        yield public_title(one, wanted.kind, today, language)


def _plain(row: PublicTitle) -> dict[str, object]:
    """Return a title as open data: words, ISO dates, lists."""
    return {
        name: value.isoformat() if hasattr(value := getattr(row, name), "isoformat") else value
        for name in NAMES
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    return safe_cell(" ".join(value) if isinstance(value, tuple) else str(value))


class _Line:
    """What the writer of CSV writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _csv(request: HttpRequest) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(NAMES))
    for row in _rows(request):
        yield str(writer.writerow([_cell(value) for value in _plain(row).values()]))


def _json(request: HttpRequest) -> Iterator[str]:
    opening = "["
    for row in _rows(request):
        yield opening + json.dumps(_plain(row), ensure_ascii=False)
        opening = ",\n"
    yield "[]" if opening == "[" else "]"


@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over what the register shows as a CSV file."""
    return _download(_csv(request), "text/csv; charset=utf-8", "registre.csv")


@require_safe
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over what the register shows as a JSON file."""
    return _download(_json(request), "application/json", "registre.json")


@require_safe
def register_sums(request: HttpRequest) -> HttpResponse:
    """Hand over the hashes of both files as they are now, in the form that `sha256sum --check` reads."""
    lines = ((_csv(request), "registre.csv"), (_json(request), "registre.json"))
    said = "".join(f"{_hash_of(content)}  {name}\n" for content, name in lines)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def _hash_of(lines: Iterator[str]) -> str:
    found = sha256()
    for line in lines:
        found.update(line.encode())
    return found.hexdigest()


def _download(lines: Iterator[str], media_type: str, name: str) -> StreamingHttpResponse:
    """Answer with a file that is whole before it goes: its hash is in the headers (RFC 9530)."""
    file = BytesIO()  # a few hundred bytes a title; nothing to close where the reader leaves
    digest = sha256()
    for line in lines:
        content = line.encode()
        digest.update(content)
        file.write(content)
    length = file.tell()
    file.seek(0)
    response = StreamingHttpResponse(iter(lambda: file.read(CHUNK), b""), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(length)
    response["Repr-Digest"] = f"sha-256=:{b64encode(digest.digest()).decode()}:"
    response["Link"] = f'<{LICENCE}>; rel="license"'
    response["Cache-Control"] = "public, max-age=300"
    return response

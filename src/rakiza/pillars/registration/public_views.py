"""Pages that need no account: the register, one title, the check of a QR code, open data."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.kernel.presentation.listing import chip, one_page
from rakiza.pillars.registration.actions import AnyTitle
from rakiza.pillars.registration.enums import PublicState, RiskClass
from rakiza.pillars.registration.public_cache import public_page
from rakiza.pillars.registration.queries import KINDS
from rakiza.pillars.registration.register import (
    PublicTitle,
    Wanted,
    by_code,
    history_of_title,
    public_title,
    public_titles,
    whole_rows,
)
from rakiza.reference.families import load

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
    "authority",
    "demonstration",
)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _wanted(request: HttpRequest) -> Wanted:
    given = request.GET
    kind = given.get("nature", "")
    family = given.get("famille", "")
    return Wanted(
        kind=kind if kind in KINDS else "registration",
        words=given.get("q", "").strip()[:100],
        state=given.get("etat", ""),
        risk_class=given.get("classe", "") if given.get("classe") in RiskClass.values else "",
        family=family if family in load().by_id() else "",
        order=given.get("tri", "numero"),
    )


@require_safe
@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Search the register."""
    wanted, today, language = _wanted(request), timezone.localdate(), _language()
    titles = public_titles(wanted, today)
    page = one_page(request, titles.select_related(None).only("pk"))
    rows = [public_title(one, wanted.kind, today, language) for one in whole_rows(page, titles)]
    context = {
        "page_title": _("Registre public des dispositifs médicaux"),
        "wanted": wanted,
        "kinds": [(kind, model._meta.verbose_name_plural) for kind, model in KINDS.items()],
        "page": page,
        "rows": rows,
        "chips": _chips(request, wanted, language),
        "states": PublicState.choices,
        "classes": RiskClass.choices,
        "demonstration": any(row.demonstration for row in rows),
    }
    return render(request, "registration/register.html", context)


def _chips(request: HttpRequest, wanted: Wanted, language: str) -> list[object]:
    chips: list[object] = []
    if wanted.words:
        chips.append(chip(request, "q", _("Mots"), wanted.words))
    if wanted.state in PublicState.values:
        chips.append(chip(request, "etat", _("État"), PublicState(wanted.state).label))
    if wanted.risk_class:
        chips.append(chip(request, "classe", _("Classe"), RiskClass(wanted.risk_class).label))
    if wanted.family:
        label = load().by_id()[wanted.family].labels.in_language(language)
        chips.append(chip(request, "famille", _("Famille"), label))
    return chips


@require_safe
@public_page
def register_title(request: HttpRequest, kind: str, title_id: int) -> HttpResponse:
    """Show one title with its history."""
    if kind not in KINDS:
        raise Http404
    related = ("authority", "maker") if kind == "declaration" else ("authority", "device__maker")
    titles: QuerySet[AnyTitle] = KINDS[kind]._default_manager.select_related(*related)
    found: AnyTitle = get_object_or_404(titles, pk=title_id)
    today = timezone.localdate()
    shown = public_title(found, kind, today, _language())
    context = {
        "page_title": shown.number,
        "kind_name": KINDS[kind]._meta.verbose_name,
        "title": shown,
        "history": history_of_title(found, today),
        "demonstration": shown.demonstration,
    }
    return render(request, "registration/register_title.html", context)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the title of a printed QR code stands now; a code that no title has is said to be unknown."""
    found = by_code(code)
    title = None
    if found is not None:
        kind, holder = found
        title = public_title(holder, kind, timezone.localdate(), _language())
    context = {
        "page_title": _("Vérification d'un titre"),
        "kind_name": KINDS[found[0]]._meta.verbose_name if found else "",
        "title": title,
        "demonstration": bool(title and title.demonstration),
    }
    response = render(request, "registration/verify.html", context, status=200 if title else 404)
    response["Cache-Control"] = "no-store"
    return response


def _rows(request: HttpRequest) -> Iterator[PublicTitle]:
    wanted, today, language = _wanted(request), timezone.localdate(), _language()
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


@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over what the register shows as a CSV file."""
    writer = csv.writer(_Line())

    def lines() -> Iterable[str]:
        yield "\ufeff" + str(writer.writerow(NAMES))
        for row in _rows(request):
            yield str(writer.writerow([_cell(value) for value in _plain(row).values()]))

    return _download(lines(), "text/csv; charset=utf-8", "registre.csv")


@require_safe
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over what the register shows as a JSON file."""

    def lines() -> Iterable[str]:
        opening = "["
        for row in _rows(request):
            yield opening + json.dumps(_plain(row), ensure_ascii=False)
            opening = ",\n"
        yield "[]" if opening == "[" else "]"

    return _download(lines(), "application/json", "registre.json")


def _download(lines: Iterable[str], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response

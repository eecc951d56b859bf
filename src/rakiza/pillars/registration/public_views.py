"""Pages that need no account: the register, one title, the check of a QR code, open data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rakiza.kernel.audit.refusals import keep_visitor
from rakiza.kernel.presentation.listing import chip, searched_page
from rakiza.pillars.registration.enums import PublicState, RiskClass
from rakiza.pillars.registration.models import AnyTitle
from rakiza.pillars.registration.public_cache import public_page
from rakiza.pillars.registration.queries import KINDS
from rakiza.pillars.registration.register import (
    Wanted,
    by_code,
    history_of_title,
    public_rows,
    public_title,
    public_titles,
    told,
)
from rakiza.pillars.registration.title_models import CODE_FORM
from rakiza.reference.families import load


def reader_language() -> str:
    return (get_language() or "fr")[:2]


def wanted_of(request: HttpRequest) -> Wanted:
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
    wanted, today, language = wanted_of(request), timezone.localdate(), reader_language()
    titles = told(public_titles(wanted, today), wanted.kind)
    page = searched_page(request, titles, told(public_rows(wanted.kind), wanted.kind))
    rows = [public_title(one, wanted.kind, today, language) for one in page.object_list]
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
    found: AnyTitle = get_object_or_404(public_rows(kind), pk=title_id)
    today = timezone.localdate()
    shown = public_title(found, kind, today, reader_language())
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
    if found is None:
        _note_unknown(code)
    else:
        kind, holder = found
        title = public_title(holder, kind, timezone.localdate(), reader_language())
    context = {
        "page_title": _("Vérification d'un titre"),
        "kind_name": KINDS[found[0]]._meta.verbose_name if found else "",
        "title": title,
        "demonstration": bool(title and title.demonstration),
    }
    response = render(request, "registration/verify.html", context, status=200 if title else 404)
    response["Cache-Control"] = "no-store"
    return response


def _note_unknown(code: str) -> None:
    """Write down a code that has the form of ours and that no title has: a forged document goes round."""
    if CODE_FORM.fullmatch(code):
        said = _("Code de vérification inconnu : le document ou son code QR est faux, ou mal copié.")
        keep_visitor("registration:verify", code, "registration.unknown_code", said)

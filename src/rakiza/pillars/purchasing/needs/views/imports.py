"""One import on one page: the file, its columns, the review, the confirmation; and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.codec import load
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.jobs.actions import request_cancel
from rakiza.kernel.jobs.queries import latest_job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import NotAllowed, Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.needs import actions
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.jobs import parse
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.needs.queries import preview, refusal_of
from rakiza.pillars.purchasing.needs.tables import columns as table
from rakiza.pillars.purchasing.needs.tables.history import history_of_import
from rakiza.pillars.purchasing.needs.tables.imports import (
    STEPS,
    first_step,
    shown_import,
    stage_words,
    steps_of,
)
from rakiza.pillars.purchasing.needs.tables.review import (
    decisions,
    problem_groups,
    remarked,
    remembered_counts,
    shown_texts,
    shown_units,
    tally,
    texts_to_confirm,
)
from rakiza.pillars.purchasing.needs.tables.shown import families_to_choose
from rakiza.pillars.purchasing.needs.unit_aliases import forget_unit, say_unit
from rakiza.pillars.purchasing.needs.values import SaidUnit
from rakiza.pillars.purchasing.needs.views.common import import_or_404, language, workbook_response
from rakiza.pillars.purchasing.spreadsheets import write_rejected
from rakiza.pillars.purchasing.spreadsheets.units import unit_choices

TEXTS_A_PAGE = 20
_CHANGEABLE = (ImportState.UPLOADED, ImportState.REVIEWED, ImportState.REFUSED)


@require_GET
@acting
def page(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Show one step of an import; without one asked for, the step that it waits at."""
    need_import = import_or_404(actor, import_id)
    step = request.GET.get("etape", "")
    step = step if step in STEPS else first_step(need_import)
    context = _head(actor, need_import, step)
    if step == "fichier":
        context |= {"events": history_of_import(need_import)}
    elif step == "colonnes":
        context |= _columns_step(actor, need_import, None)
    elif step == "verification":
        context |= _review_step(request, need_import)
    else:
        context |= {"tally": tally(need_import)}
    return render(request, "needs/import.html", context)


def _head(actor: Actor, need_import: NeedImport, step: str) -> dict[str, Any]:
    job = latest_job(need_import)
    may_change = allowed(actor, "needs.change", need_import)
    return {
        "shown": shown_import(need_import),
        "item": need_import,
        "step": step,
        "steps": steps_of(need_import, step),
        "job": job,
        "stage": stage_words(job),
        "running": need_import.state == ImportState.MAPPED and job is not None and not job.ended,
        "refusal": refusal_of(need_import),
        "first": _first_of_same(need_import),
        "may_change": may_change,
        "may_map": may_change and need_import.state in _CHANGEABLE,
        "may_undo": may_change and need_import.state != ImportState.UNDONE,
        "page_title": need_import.file.original_name,
    }


def _first_of_same(need_import: NeedImport) -> NeedImport | None:
    """Return the earlier import of the very same file, while this one can still be given up."""
    if need_import.state in {ImportState.CONFIRMED, ImportState.UNDONE}:
        return None
    same = NeedImport.objects.same_content(
        need_import.organisation_id, need_import.year, need_import.file.sha256
    )
    return same.filter(pk__lt=need_import.pk).select_related("uploaded_by").first()


def _columns_step(actor: Actor, need_import: NeedImport, said: ColumnMap | None) -> dict[str, Any]:
    kept = said or (load(ColumnMap, need_import.mapping) if need_import.mapping else None)
    seen = preview(actor, need_import, said)
    return {
        "sheets": table.shown_sheets(seen.proposals, kept, language()),
        "choices": table.choices(language()),
        "file_refusal": seen.refusal.message() if seen.refusal else "",
    }


def _review_step(request: HttpRequest, need_import: NeedImport) -> dict[str, Any]:
    texts = Paginator(texts_to_confirm(need_import), TEXTS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "groups": problem_groups(need_import),
        "said_units": shown_units(need_import, language()),
        "unit_choices": unit_choices(language()),
        "remembered": remembered_counts(need_import),
        "decisions": decisions(need_import),
        "remarks": remarked(need_import),
        "page": texts,
        "texts": shown_texts(list(texts.object_list), language()),
        "family_choices": families_to_choose(language()) if texts.paginator.count else (),
    }


@require_GET
@acting
def progress(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Show how far the reading is; once it ended, have the page loaded again."""
    need_import = import_or_404(actor, import_id)
    context = _head(actor, need_import, "verification")
    if not context["running"]:
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = reverse("needs:import", args=[import_id])
            return response
        return redirect("needs:import", import_id)
    return render(request, "needs/_progress.html", context)


@require_POST
@acting
def columns(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Take what each column is, and read the file; or show the columns again under another header row."""
    need_import = import_or_404(actor, import_id)
    require(actor, "needs.change", need_import)
    said = table.said_columns(request.POST)
    if "look" in request.POST:
        context = _head(actor, need_import, "colonnes") | _columns_step(actor, need_import, said)
        return render(request, "needs/import.html", context)
    doubled = table.doubled(said, language())
    for sheet, column in doubled:
        text = _("Feuille « %(sheet)s » : deux colonnes sont dites « %(column)s » ; gardez-en une.")
        messages.error(request, text % {"sheet": sheet, "column": column})
    if doubled:
        context = _head(actor, need_import, "colonnes") | _columns_step(actor, need_import, said)
        return render(request, "needs/import.html", context, status=422)
    _attempt(request, partial(actions.map_columns, actor, need_import, said))
    return redirect("needs:import", import_id)


@require_POST
@acting
def units(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Take what a unit means for every row that writes it, or take that back; the file is read again."""
    need_import = import_or_404(actor, import_id)
    require(actor, "needs.change", need_import)
    if "forget" in request.POST:
        if _attempt(request, partial(forget_unit, actor, need_import, request.POST["forget"])):
            messages.success(request, _("Explication retirée ; le fichier est relu."))
    else:
        size = request.POST.get("size", "").strip()
        said = SaidUnit(
            written=request.POST.get("text", "").strip(),
            unit=request.POST.get("unit", ""),
            size=(int(size) if size.isdecimal() and len(size) < 10 else 0) if size else None,
        )
        if _attempt(request, partial(say_unit, actor, need_import, said)):
            text = _(
                "« %(unit)s » est compris ; le fichier est relu, et vos prochains imports le seront ainsi."
            )
            messages.success(request, text % {"unit": said.written})
    return redirect(f"{reverse('needs:import', args=[import_id])}?etape=verification")


@require_POST
@acting
def cancel(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Ask the reading to stop."""
    need_import = import_or_404(actor, import_id)
    require(actor, "needs.change", need_import)
    job = latest_job(need_import)
    if job is not None and _attempt(request, partial(request_cancel, actor, job)):
        messages.success(request, _("Arrêt demandé ; rien n'a été enregistré."))
    return redirect("needs:import", import_id)


@require_POST
@acting
def confirm(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Make the lines part of the year's needs, once what is left out was seen."""
    need_import = import_or_404(actor, import_id)
    back = f"{reverse('needs:import', args=[import_id])}?etape=confirmation"
    if need_import.rejected_count and "seen" not in request.POST:
        require(actor, "needs.change", need_import)
        messages.error(request, _("Cochez que vous avez vu les lignes rejetées, puis confirmez."))
        return redirect(back)
    if _attempt(request, partial(actions.confirm_import, actor, need_import)):
        text = _("Import confirmé : %(lines)s lignes comptent dans les besoins de %(year)s.")
        messages.success(request, text % {"lines": need_import.lines_count, "year": need_import.year})
    return redirect(back)


@require_POST
@acting
def undo(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Take the lines out of the year's needs."""
    need_import = import_or_404(actor, import_id)
    if _attempt(request, partial(actions.undo_import, actor, need_import)):
        messages.success(
            request, _("Import annulé : ses lignes ne comptent plus. Le fichier reste consultable.")
        )
    return redirect("needs:import", import_id)


@require_GET
@acting
def original(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Hand back the file as it was handed over."""
    need_import = import_or_404(actor, import_id)
    require(actor, "files.open", need_import.file)
    return hand_over(actor, need_import.file)


@require_GET
@acting
def rejected(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """Hand over the rows left out, each with its reason, in a form that can be imported again."""
    need_import = import_or_404(actor, import_id)
    try:
        content = parse(need_import)
    except FileRefused as refusal:
        messages.error(request, refusal.message())
        return redirect("needs:import", import_id)
    write = partial(write_rejected, files=[content], language=language())
    return workbook_response(write, f"lignes-rejetees-{need_import.pk}.xlsx")


def _attempt(request: HttpRequest, action: Callable[[], object]) -> bool:
    """Do it; where the state doesn't allow it, say why and return False."""
    try:
        action()
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True

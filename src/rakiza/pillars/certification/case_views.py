"""Pages of certification cases: the list, the draft, the case, the calendar of audits."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.naming import named_like
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification import surveillance
from rakiza.pillars.certification.case_forms import AnswerForm, DocumentForm, OpenCaseForm, RemarkForm
from rakiza.pillars.certification.case_page import case_page
from rakiza.pillars.certification.case_rows import case_row, case_sheet, with_dates
from rakiza.pillars.certification.case_steps import HANDLERS, MAKERS
from rakiza.pillars.certification.enums import CaseState, CertificateState, Scheme
from rakiza.pillars.certification.models import (
    Audit,
    CertificationCase,
    Finding,
    StandardEdition,
)
from rakiza.pillars.certification.process import AUDITED
from rakiza.pillars.certification.queries import cases_for, files_of

ORDERS: Columns = {
    "fabricant": NameColumn("maker__name"),
    "norme": "standard",
    "depot": "filed_on",
    "etat": "state",
}


@require_GET
@acting
def cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the cases that concern the reader."""
    _admit(actor)
    rows = cases_for(actor)
    chips = []
    state = request.GET.get("etat", "")
    if state in CaseState.values:
        rows = rows.filter(state=state)
        chips.append(chip(request, "etat", _("État"), CaseState(state).label))
    scheme = request.GET.get("objet", "")
    if scheme in Scheme.values:
        rows = rows.filter(scheme=scheme)
        chips.append(chip(request, "objet", _("Objet"), Scheme(scheme).label))
    query, today = request.GET.get("q", "").strip()[:100], timezone.localdate()
    if query:
        rows = rows.filter(named_like(query, "maker") | Q(standard__icontains=query))
        chips.append(chip(request, "q", _("Mots"), query))
    rows = with_dates(ordered(request, rows, ORDERS, "-depot"))
    if request.GET.get("export"):
        sheet = case_sheet(case_row(one, today) for one in rows)
        return workbook_response([sheet], "dossiers-certification.xlsx", _("Dossiers de certification"))
    page = one_page(request, rows)
    context = {
        "page_title": _("Dossiers de certification"),
        "page": page,
        "rows": [case_row(one, today) for one in page.object_list],
        "query": query,
        "chips": chips,
        "schemes": Scheme.choices,
        "states": CaseState.choices,
        "may_apply": allowed(actor, "certification.apply"),
        "plans": allowed(actor, "certification.issue"),
    }
    return render(request, "certification/cases.html", context)


@require_http_methods(["GET", "POST"])
@acting
def open_case(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a draft."""
    if not allowed(actor, "certification.apply"):
        raise PermissionDenied(_("Seul un fabricant demande une certification."))
    given = request.POST if request.method == "POST" else None
    form = OpenCaseForm(given, actor=actor, language=get_language() or "fr")
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.open_case(
                actor, **{**form.cleaned_data, "scheme": Scheme(form.cleaned_data["scheme"])}
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le dossier est ouvert : joignez ses pièces, puis déposez-le."))
            return redirect("certification:case", case.pk)
    context = {
        "page_title": _("Demander une certification"),
        "form": form,
        "editions": StandardEdition.objects.order_by("standard", "-edition"),
    }
    return render(request, "certification/open_case.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def case(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show one case with what the reader may do to it."""
    _admit(actor)
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    return case_page(request, actor, shown)


@require_POST
@acting
def add_document(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Add a version of a piece."""
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    if not allowed(actor, "certification.prepare", shown):
        raise PermissionDenied
    form = DocumentForm(request.POST, request.FILES, case=shown)
    if form.is_valid():
        try:
            with transaction.atomic():  # a piece that is refused isn't kept either
                kept = keep_piece(actor, form.cleaned_data["file"])
                actions.add_document(actor, shown, kind=form.cleaned_data["kind"], file=kept)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("La pièce est jointe."))
            return redirect("certification:case", case_id)
    return case_page(request, actor, shown, "document", form)


@require_GET
@acting
def case_file(request: HttpRequest, actor: Actor, case_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Hand over a piece or an evidence of a case that the reader may see; who opened it is written down."""
    _admit(actor)
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    if file_id not in files_of(shown):
        raise Http404
    file = get_object_or_404(StoredFile, pk=file_id)
    return hand_over(actor, file)


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, case_id: int, step: str) -> HttpResponse:
    """Move a case."""
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    if step not in HANDLERS:
        raise Http404
    form_of, act, done = HANDLERS[step]
    form = form_of(request, shown)
    if form is not None and not form.is_valid():
        if not allowed(actor, f"certification.{'prepare' if step in MAKERS else 'handle'}", shown):
            raise PermissionDenied
        return case_page(request, actor, shown, step, form)
    try:
        act(actor, shown, form)
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("certification:case", case_id)
        form.add_error(None, str(refusal))
        return case_page(request, actor, shown, step, form)
    messages.success(request, str(done()))
    return redirect("certification:case", case_id)


@require_POST
@acting
def finding(request: HttpRequest, actor: Actor, finding_id: int, step: str) -> HttpResponse:
    """Answer a non-conformity, lift it, or ask for a better answer."""
    chosen = get_object_or_404(
        Finding.objects.select_related("audit__case__maker", "audit__case__body").filter(
            audit__case__in=cases_for(actor)
        ),
        pk=finding_id,
    )
    shown = chosen.audit.case
    form: AnswerForm | RemarkForm | None = None
    if step == "repondre":
        form = AnswerForm(request.POST, request.FILES, prefix=f"f{chosen.pk}")
    elif step == "rendre":
        form = RemarkForm(request.POST, prefix=f"f{chosen.pk}")
    elif step != "lever":
        raise Http404
    if form is not None and not form.is_valid():
        needed = "prepare" if isinstance(form, AnswerForm) else "handle"
        if not allowed(actor, f"certification.{needed}", shown):
            raise PermissionDenied
        return case_page(request, actor, shown, f"finding-{chosen.pk}", form)
    try:
        if isinstance(form, AnswerForm):
            given = form.cleaned_data
            with transaction.atomic():
                evidence = keep_piece(actor, given["evidence"]) if given["evidence"] else None
                actions.answer_finding(
                    actor, chosen, cause=given["cause"], plan=given["plan"], evidence=evidence
                )
            messages.success(request, _("La réponse est donnée."))
        else:
            remark = form.cleaned_data["remark"] if form is not None else ""
            actions.settle_finding(actor, chosen, accepted=form is None, remark=remark)
            messages.success(request, _("La réponse est examinée."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("certification:case", shown.pk)


@require_GET
@acting
def calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the audits to come by month, each auditor's load, and the surveillances due or late."""
    if not allowed(actor, "certification.issue"):
        raise PermissionDenied(_("Le calendrier est celui des chargés de certification."))
    today = timezone.localdate()
    planned = (
        Audit.objects.filter(case__body=actor.organisation, case__state__in=AUDITED, outcome="")
        .exclude(case__certificate__state=CertificateState.WITHDRAWN)
        .select_related("auditor", "case__maker", "case__body")
        .order_by("planned_on", "pk")
    )
    months: dict[date, list[Audit]] = defaultdict(list)
    load: dict[User, int] = defaultdict(int)
    for audit in planned:
        months[audit.planned_on.replace(day=1)].append(audit)
        load[audit.auditor] += 1
    context = {
        "page_title": _("Calendrier des audits"),
        "months": sorted(months.items()),
        "load": sorted(load.items(), key=lambda pair: (-pair[1], str(pair[0]), pair[0].pk)),
        "watched": _to_watch(actor, today),
        "today": today,
    }
    return render(request, "certification/calendar.html", context)


def _to_watch(actor: Actor, today: date) -> list[tuple[CertificationCase, surveillance.Watched]]:
    certified = (
        cases_for(actor)
        .filter(state=CaseState.CERTIFIED, certificate__valid_to__gte=today)
        .exclude(certificate__state=CertificateState.WITHDRAWN)
    ).prefetch_related("audits__auditor")
    found = [
        (case, due)
        for case in certified
        for due in surveillance.watched(case, case.audits.all())
        if not (due.audit and due.audit.outcome) and due.due.first <= today
    ]
    return sorted(found, key=lambda pair: (pair[1].due.last, pair[0].pk))


def _admit(actor: Actor) -> None:
    if not allowed(actor, "certification.see_cases"):
        raise PermissionDenied(_("Les dossiers sont lus par le fabricant, l'organisme et le cluster."))

"""Pages of certification cases: the list, the draft, the case, the calendar of audits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.actions import record
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.files.actions import path_of, store
from rakiza.kernel.files.media import UNKNOWN, ZIP
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import chip, one_page, ordered
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification import surveillance
from rakiza.pillars.certification.case_forms import (
    AnswerForm,
    DocumentForm,
    GrantForm,
    HoldForm,
    OpenCaseForm,
    PlanForm,
    RemarkForm,
    SendBackForm,
    SurveillanceForm,
)
from rakiza.pillars.certification.enums import NEEDED, CaseState, FindingState, Scheme, Stage
from rakiza.pillars.certification.models import Audit, CaseDocument, CertificationCase, Finding
from rakiza.pillars.certification.process import ORIGINS, Step
from rakiza.pillars.certification.queries import cases_for
from rakiza.reference.families import load

ORDERS = {"fabricant": "maker__name", "norme": "standard", "depot": "filed_on", "etat": "state"}
SURVEY, SURVEYED = "surveiller", "surveillance-tenue"


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
    rows = ordered(request, rows, ORDERS, "-depot")
    context = {
        "page_title": _("Dossiers de certification"),
        "page": one_page(request, rows),
        "chips": chips,
        "states": CaseState.choices,
        "may_apply": allowed(actor, "certification.apply"),
        "today": timezone.localdate(),
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
    context = {"page_title": _("Demander une certification"), "form": form}
    return render(request, "certification/open_case.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def case(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show one case with what the reader may do to it."""
    _admit(actor)
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    return _page(request, actor, shown)


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
            kept = _kept(actor, form.cleaned_data["file"])
            actions.add_document(actor, shown, kind=form.cleaned_data["kind"], file=kept)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("La pièce est jointe."))
            return redirect("certification:case", case_id)
    return _page(request, actor, shown, "document", form)


@require_GET
@acting
def case_file(request: HttpRequest, actor: Actor, case_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Hand over a piece or an evidence of a case that the reader may see; who opened it is written down."""
    _admit(actor)
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    pieces = CaseDocument.objects.filter(case=shown, file_id=file_id).exists()
    if not pieces and not Finding.objects.filter(audit__case=shown, evidence_id=file_id).exists():
        raise Http404
    file = get_object_or_404(StoredFile, pk=file_id)
    record(actor, "files.open", file, after={"case": shown.pk})
    return FileResponse(path_of(file).open("rb"), as_attachment=True, filename=file.original_name)


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, case_id: int, step: str) -> HttpResponse:
    """Move a case."""
    shown: CertificationCase = get_object_or_404(cases_for(actor), pk=case_id)
    if step not in _HANDLERS:
        raise Http404
    form_of, act, done = _HANDLERS[step]
    form = form_of(request, shown)
    if form is not None and not form.is_valid():
        if not allowed(actor, "certification.handle", shown):
            raise PermissionDenied
        return _page(request, actor, shown, step, form)
    try:
        act(actor, shown, form)
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("certification:case", case_id)
        form.add_error(None, str(refusal))
        return _page(request, actor, shown, step, form)
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
        return _page(request, actor, shown, f"finding-{chosen.pk}", form)
    try:
        if isinstance(form, AnswerForm):
            given = form.cleaned_data
            evidence = _kept(actor, given["evidence"]) if given["evidence"] else None
            actions.answer_finding(actor, chosen, cause=given["cause"], plan=given["plan"], evidence=evidence)
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
        Audit.objects.filter(case__body=actor.organisation, outcome="")
        .select_related("auditor", "case__maker", "case__body")
        .order_by("planned_on", "pk")
    )
    months: dict[date, list[Audit]] = defaultdict(list)
    load: dict[str, int] = defaultdict(int)
    for audit in planned:
        months[audit.planned_on.replace(day=1)].append(audit)
        load[str(audit.auditor)] += 1
    context = {
        "page_title": _("Calendrier des audits"),
        "months": sorted(months.items()),
        "load": sorted(load.items(), key=lambda pair: (-pair[1], pair[0])),
        "watched": _to_watch(actor, today),
        "today": today,
    }
    return render(request, "certification/calendar.html", context)


def _to_watch(actor: Actor, today: date) -> list[tuple[CertificationCase, surveillance.Watched]]:
    certified = (
        cases_for(actor).filter(state=CaseState.CERTIFIED, certificate__valid_to__gte=today)
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


def _kept(actor: Actor, upload: Any) -> StoredFile:  # noqa: ANN401 - Django's uploaded file
    """Keep an upload; refuse archives and what no first byte tells."""
    file = store(upload.chunks(), name=upload.name, organisation=actor.organisation, uploaded_by=actor.user)
    if file.media_type in {UNKNOWN, ZIP}:
        raise Refused(
            "case.file_type", _("Ce fichier n'est ni un PDF, ni une image, ni un classeur, ni un texte.")
        )
    return file


Handler = tuple[
    Callable[[HttpRequest, CertificationCase], Any],
    Callable[[Actor, CertificationCase, Any], object],
    Callable[[], str],
]
_HANDLERS: dict[str, Handler] = {
    Step.FILE: (
        lambda _request, _case: None,
        lambda actor, case, _form: actions.file_case(actor, case),
        lambda: _("Le dossier est déposé."),
    ),
    Step.SEND_BACK: (
        lambda request, _case: SendBackForm(request.POST, prefix=Step.SEND_BACK),
        lambda actor, case, form: actions.send_back(actor, case, **form.cleaned_data),
        lambda: _("Le dossier est renvoyé au fabricant."),
    ),
    Step.ACCEPT: (
        lambda _request, _case: None,
        lambda actor, case, _form: actions.accept_case(actor, case),
        lambda: _("Le dossier est accepté."),
    ),
    Step.PLAN: (
        lambda request, case: PlanForm(request.POST, prefix=Step.PLAN, case=case),
        lambda actor, case, form: actions.plan_audit(actor, case, **form.cleaned_data),
        lambda: _("L'audit est planifié."),
    ),
    Step.HOLD: (
        lambda request, _case: HoldForm(request.POST, prefix=Step.HOLD),
        lambda actor, case, form: actions.hold_audit(
            actor,
            case,
            held_on=form.cleaned_data["held_on"],
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            findings=form.findings(),
        ),
        lambda: _("Le compte rendu est enregistré."),
    ),
    Step.GRANT: (
        lambda request, _case: GrantForm(request.POST, prefix=Step.GRANT),
        lambda actor, case, form: actions.grant_case(actor, case, **form.cleaned_data),
        lambda: _("Le certificat est délivré."),
    ),
    Step.REFUSE: (
        lambda request, _case: RemarkForm(request.POST, prefix=Step.REFUSE),
        lambda actor, case, form: actions.refuse_case(actor, case, **form.cleaned_data),
        lambda: _("La certification est refusée."),
    ),
    Step.CANCEL: (
        lambda _request, _case: None,
        lambda actor, case, _form: actions.cancel_case(actor, case),
        lambda: _("Le dossier est abandonné."),
    ),
    SURVEY: (
        lambda request, case: PlanForm(request.POST, prefix=SURVEY, case=case),
        lambda actor, case, form: surveillance.plan_surveillance(actor, case, **form.cleaned_data),
        lambda: _("La surveillance est planifiée."),
    ),
    SURVEYED: (
        lambda request, _case: SurveillanceForm(request.POST, prefix=SURVEYED),
        lambda actor, case, form: surveillance.hold_surveillance(
            actor, _open_surveillance(case), **form.cleaned_data
        ),
        lambda: _("Le compte rendu est enregistré."),
    ),
}


def _open_surveillance(shown: CertificationCase) -> Audit:
    audit = Audit.objects.select_related("case__maker", "case__body").filter(
        case=shown, stage=Stage.SURVEILLANCE, outcome=""
    )
    found = audit.first()
    if found is None:
        raise Refused("surveillance.none", _("Aucune surveillance n'est planifiée."))
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: CertificationCase,
    failed_at: str = "",
    failed: BaseForm | None = None,
) -> HttpResponse:
    audits = list(shown.audits.select_related("auditor").prefetch_related("findings__evidence"))
    documents = list(shown.documents.select_related("file"))
    latest = {document.kind: document for document in reversed(documents)}
    prepares = allowed(actor, "certification.prepare", shown)
    handles = allowed(actor, "certification.handle", shown)
    context = {
        "page_title": str(shown),
        "case": shown,
        "tasks": [(kind, latest.get(kind)) for kind in NEEDED[shown.scheme]],
        "older": [document for document in documents if document not in latest.values()],
        "scope": _scope(shown),
        "audits": audits,
        "watched": [(one, one.late(timezone.localdate())) for one in surveillance.watched(shown, audits)],
        "document_form": _bound("document", failed_at, failed) or DocumentForm(case=shown),
        "editable": prepares and shown.state in ORIGINS[Step.FILE],
        "simple": _simple(shown, prepares=prepares, handles=handles),
        "forms": _forms(actor, shown, failed_at, failed, handles=handles, audits=audits),
        "findings": _finding_forms(shown, audits, failed_at, failed, prepares=prepares, handles=handles),
        "failed": failed,
        "history": history_of(shown),
    }
    return render(request, "certification/case.html", context, status=422 if failed else 200)


def _scope(shown: CertificationCase) -> list[str]:
    authored, language = load().by_id(), get_language() or "fr"
    return [
        authored[key].labels.in_language(language) if key in authored else key for key in shown.scope_families
    ]


def _simple(shown: CertificationCase, *, prepares: bool, handles: bool) -> list[tuple[str, str, str]]:
    """Return the steps that need no words: key, label, dress."""
    steps = []
    if prepares and shown.state in ORIGINS[Step.FILE]:
        steps.append((Step.FILE, _("Déposer le dossier"), "btn-primary"))
    if handles and shown.state in ORIGINS[Step.ACCEPT]:
        steps.append((Step.ACCEPT, _("Accepter le dossier"), "btn-primary"))
    if prepares and shown.state in ORIGINS[Step.CANCEL]:
        steps.append((Step.CANCEL, _("Abandonner le dossier"), "btn-ghost"))
    return [(key.value, label, dress) for key, label, dress in steps]


def _forms(
    actor: Actor,
    shown: CertificationCase,
    failed_at: str,
    failed: BaseForm | None,
    *,
    handles: bool,
    audits: list[Audit],
) -> list[tuple[str, str, BaseForm]]:
    """Return the steps that need words: key, title, form."""
    if not handles:
        return []
    decides = allowed(actor, "certification.decide", shown)
    waiting = any(audit.stage == Stage.SURVEILLANCE and not audit.outcome for audit in audits)
    offered: list[tuple[str, bool, str, Callable[[], BaseForm]]] = [
        (Step.PLAN, shown.state in ORIGINS[Step.PLAN], _("Planifier l'audit"), lambda: PlanForm(prefix=Step.PLAN, case=shown)),
        (Step.HOLD, shown.state in ORIGINS[Step.HOLD], _("Rendre compte de l'audit"), lambda: HoldForm(prefix=Step.HOLD)),
        (Step.GRANT, decides and shown.state in ORIGINS[Step.GRANT], _("Certifier"), lambda: GrantForm(prefix=Step.GRANT)),
        (Step.REFUSE, decides and shown.state in ORIGINS[Step.REFUSE], _("Refuser la certification"), lambda: RemarkForm(prefix=Step.REFUSE)),
        (Step.SEND_BACK, shown.state in ORIGINS[Step.SEND_BACK], _("Renvoyer au fabricant"), lambda: SendBackForm(prefix=Step.SEND_BACK)),
        (SURVEY, shown.state == CaseState.CERTIFIED and not waiting, _("Planifier une surveillance"), lambda: PlanForm(prefix=SURVEY, case=shown)),
        (SURVEYED, waiting, _("Rendre compte de la surveillance"), lambda: SurveillanceForm(prefix=SURVEYED)),
    ]  # fmt: skip
    return [
        (str(key), title, _bound(str(key), failed_at, failed) or blank())
        for key, open_now, title, blank in offered
        if open_now
    ]


def _finding_forms(
    shown: CertificationCase,
    audits: list[Audit],
    failed_at: str,
    failed: BaseForm | None,
    *,
    prepares: bool,
    handles: bool,
) -> list[tuple[Finding, str, BaseForm | None]]:
    """Return each non-conformity with what the reader may do: `repondre`, `examiner` or nothing."""
    found = []
    moving = shown.state in ORIGINS[Step.SETTLE]
    for one in (one for audit in audits for one in audit.findings.all()):
        key = f"finding-{one.pk}"
        answers = moving and prepares and one.state != FindingState.CLOSED
        examines = moving and handles and one.state == FindingState.ANSWERED
        blank = AnswerForm if answers else RemarkForm if examines else None
        form = _bound(key, failed_at, failed) or (blank(prefix=f"f{one.pk}") if blank else None)
        found.append((one, "repondre" if answers else "examiner" if examines else "", form))
    return found


def _bound(key: str, failed_at: str, failed: BaseForm | None) -> BaseForm | None:
    return failed if key == failed_at else None

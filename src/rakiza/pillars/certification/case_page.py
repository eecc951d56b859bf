"""The page of one certification case: what stands in it, and what its reader may do."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.certification import surveillance
from rakiza.pillars.certification.case_forms import (
    AnswerForm,
    DocumentForm,
    GrantForm,
    HoldForm,
    PlanForm,
    RemarkForm,
    SendBackForm,
)
from rakiza.pillars.certification.case_steps import PRODUCTS, REPLAN, SURVEY, SURVEYED
from rakiza.pillars.certification.contract_forms import AgreeForm, DeclineForm, OfferForm
from rakiza.pillars.certification.enums import NEEDED, CaseState, ContractState, FindingState, Scheme, Stage
from rakiza.pillars.certification.models import (
    Audit,
    CaseDocument,
    CertificationCase,
    Contract,
    Finding,
    TypeTest,
)
from rakiza.pillars.certification.process import ANSWERED, AUDITED, ORIGINS, Step
from rakiza.pillars.certification.tests_passed import untested
from rakiza.pillars.certification.type_test_forms import OrderTestForm, ProductsForm, ReportTestForm
from rakiza.reference.families import load


def case_page(
    request: HttpRequest,
    actor: Actor,
    shown: CertificationCase,
    failed_at: str = "",
    failed: BaseForm | None = None,
) -> HttpResponse:
    """Render the case; `failed` is the form that was refused, shown where `failed_at` says."""
    audits = list(shown.audits.select_related("auditor").prefetch_related("findings__evidence"))
    documents = list(shown.documents.select_related("file"))
    latest = {document.kind: document for document in reversed(documents)}
    prepares = allowed(actor, "certification.prepare", shown)
    handles = allowed(actor, "certification.handle", shown)
    tests = list(shown.type_tests.select_related("device", "laboratory", "report"))
    contracts = list(shown.contracts.select_related("file"))
    context = {
        "page_title": str(shown),
        "case": shown,
        "tasks": [(kind, latest.get(kind)) for kind in NEEDED[shown.scheme]],
        "older": [document for document in documents if document not in latest.values()],
        "scope": _scope(shown),
        "audits": audits,
        "watched": [(one, one.late(timezone.localdate())) for one in surveillance.watched(shown, audits)],
        "products": list(shown.devices.order_by("reference")),
        "tests": tests,
        "untested": untested(shown) if shown.state == CaseState.TESTS else (),
        "contract": contracts[0] if contracts else None,
        "earlier_contracts": _earlier(contracts),
        "document_form": _bound("document", failed_at, failed) or DocumentForm(case=shown),
        "editable": prepares and shown.state in ORIGINS[Step.FILE],
        "simple": _simple(shown, prepares=prepares, handles=handles),
        "forms": [
            *_forms(actor, shown, failed_at, failed, handles=handles, audits=audits),
            *_answers(shown, contracts, failed_at, failed, prepares=prepares),
            *_products(shown, failed_at, failed, prepares=prepares),
        ],
        "findings": _finding_forms(shown, audits, failed_at, failed, prepares=prepares, handles=handles),
        "failed": failed,
        "history": history_of(shown, *_files(documents, audits, contracts, tests)),
    }
    return render(request, "certification/case.html", context, status=422 if failed else 200)


def _files(
    documents: list[CaseDocument], audits: list[Audit], contracts: list[Contract], tests: list[TypeTest]
) -> list[StoredFile]:
    findings = [finding for audit in audits for finding in audit.findings.all()]
    return [
        *(one.file for one in documents),
        *(one.evidence for one in findings if one.evidence),
        *(one.file for one in contracts if one.file),
        *(one.report for one in tests if one.report),
    ]


def _earlier(contracts: list[Contract]) -> list[Contract]:
    """Return the terms that stand no more, the latest first."""
    return contracts if contracts and contracts[0].state == ContractState.LAPSED else contracts[1:]


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
    planned = shown.state in AUDITED and any(not audit.outcome for audit in audits)
    offered: list[tuple[str, bool, str, Callable[[], BaseForm]]] = [
        (Step.OFFER, shown.state in ORIGINS[Step.OFFER], _("Proposer le contrat") if shown.state == CaseState.ACCEPTED else _("Remplacer les conditions proposées"), lambda: OfferForm(prefix=Step.OFFER, case=shown)),
        (Step.ORDER_TEST, shown.state in ORIGINS[Step.ORDER_TEST], _("Commander un essai"), lambda: OrderTestForm(prefix=Step.ORDER_TEST, case=shown)),
        (Step.REPORT_TEST, shown.state in ORIGINS[Step.REPORT_TEST] and shown.type_tests.filter(result="").exists(), _("Rendre compte d'un essai"), lambda: ReportTestForm(prefix=Step.REPORT_TEST, case=shown)),
        (Step.PLAN, shown.state in ORIGINS[Step.PLAN], _("Planifier l'audit"), lambda: PlanForm(prefix=Step.PLAN, case=shown)),
        (Step.HOLD, shown.state in ORIGINS[Step.HOLD], _("Rendre compte de l'audit"), lambda: HoldForm(prefix=Step.HOLD)),
        (Step.GRANT, decides and shown.state in ORIGINS[Step.GRANT], _("Certifier"), lambda: GrantForm(prefix=Step.GRANT)),
        (Step.REFUSE, decides and shown.state in ORIGINS[Step.REFUSE], _("Refuser la certification"), lambda: RemarkForm(prefix=Step.REFUSE)),
        (Step.SEND_BACK, shown.state in ORIGINS[Step.SEND_BACK], _("Renvoyer au fabricant"), lambda: SendBackForm(prefix=Step.SEND_BACK)),
        (SURVEY, shown.state == CaseState.CERTIFIED and not waiting, _("Planifier une surveillance"), lambda: PlanForm(prefix=SURVEY, case=shown)),
        (SURVEYED, waiting, _("Rendre compte de la surveillance"), lambda: HoldForm(prefix=SURVEYED)),
        (REPLAN, planned, _("Changer l'auditeur ou la date"), lambda: PlanForm(prefix=REPLAN, case=shown)),
    ]  # fmt: skip
    return [
        (str(key), title, _bound(str(key), failed_at, failed) or blank())
        for key, open_now, title, blank in offered
        if open_now
    ]


def _products(
    shown: CertificationCase, failed_at: str, failed: BaseForm | None, *, prepares: bool
) -> list[tuple[str, str, BaseForm]]:
    """Return how a maker names a mark's products while the case is its own: key, title, form."""
    if not prepares or shown.scheme != Scheme.PRODUCT or shown.state not in ORIGINS[Step.FILE]:
        return []
    form = _bound(PRODUCTS, failed_at, failed)
    blank = form or ProductsForm(prefix=PRODUCTS, case=shown, language=get_language() or "fr")
    return [(PRODUCTS, _("Changer les produits"), blank)]


def _answers(
    shown: CertificationCase,
    contracts: list[Contract],
    failed_at: str,
    failed: BaseForm | None,
    *,
    prepares: bool,
) -> list[tuple[str, str, BaseForm]]:
    """Return what a maker answers to the terms that await it: key, title, form."""
    if not prepares or shown.state not in ORIGINS[Step.AGREE] or not contracts:
        return []
    first = {"contract": contracts[0].pk}
    return [
        (
            Step.AGREE.value,
            _("Accepter le contrat"),
            _bound(Step.AGREE, failed_at, failed) or AgreeForm(prefix=Step.AGREE, initial=first),
        ),
        (
            Step.DECLINE.value,
            _("Décliner le contrat"),
            _bound(Step.DECLINE, failed_at, failed) or DeclineForm(prefix=Step.DECLINE, initial=first),
        ),
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
    moving = shown.state in ANSWERED
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

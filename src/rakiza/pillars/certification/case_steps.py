"""What each step of a case's page asks for and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification import contracts, surveillance
from rakiza.pillars.certification.case_forms import (
    GrantForm,
    HoldForm,
    PlanForm,
    RemarkForm,
    SendBackForm,
)
from rakiza.pillars.certification.contract_forms import AgreeForm, DeclineForm, OfferForm
from rakiza.pillars.certification.enums import Stage
from rakiza.pillars.certification.models import Audit, CertificationCase
from rakiza.pillars.certification.process import Step
from rakiza.pillars.certification.product_actions import name_products
from rakiza.pillars.certification.replanning import replan_audit
from rakiza.pillars.certification.type_test_forms import OrderTestForm, ProductsForm, ReportTestForm
from rakiza.pillars.certification.type_tests import order_test, report_test

SURVEY, SURVEYED, REPLAN = "surveiller", "surveillance-tenue", "replanifier"
PRODUCTS = "produits"
# Steps with a form that are the maker's; the other ones with a form are the body's.
MAKERS = frozenset({Step.AGREE.value, Step.DECLINE.value, PRODUCTS})

Handler = tuple[
    Callable[[HttpRequest, CertificationCase], Any],
    Callable[[Actor, CertificationCase, Any], object],
    Callable[[], str],
]


def _offer(actor: Actor, case: CertificationCase, form: OfferForm) -> None:
    """Keep the document that goes with the terms, if any, and propose them: a refusal leaves neither."""
    with transaction.atomic():
        given = form.cleaned_data["file"]
        contracts.offer_contract(actor, case, form.terms(), keep_piece(actor, given) if given else None)


def _report(actor: Actor, case: CertificationCase, form: ReportTestForm) -> None:
    """Keep a laboratory's report and what it found: a refusal leaves neither."""
    with transaction.atomic():
        given = form.cleaned_data["file"]
        file = keep_piece(actor, given) if given else None
        report_test(actor, case, test=form.cleaned_data["test"], report=form.report(), file=file)


HANDLERS: dict[str, Handler] = {
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
    Step.OFFER: (
        lambda request, case: OfferForm(request.POST, request.FILES, prefix=Step.OFFER, case=case),
        _offer,
        lambda: _("Le contrat est proposé."),
    ),
    Step.AGREE: (
        lambda request, _case: AgreeForm(request.POST, prefix=Step.AGREE),
        lambda actor, case, form: contracts.agree_contract(actor, case, **form.cleaned_data),
        lambda: _("Le contrat est accepté."),
    ),
    Step.DECLINE: (
        lambda request, _case: DeclineForm(request.POST, prefix=Step.DECLINE),
        lambda actor, case, form: contracts.decline_contract(actor, case, **form.cleaned_data),
        lambda: _("Le contrat est décliné."),
    ),
    PRODUCTS: (
        lambda request, case: ProductsForm(
            request.POST, prefix=PRODUCTS, case=case, language=base_language(None)
        ),
        lambda actor, case, form: name_products(actor, case, devices=list(form.cleaned_data["devices"])),
        lambda: _("Les produits sont désignés."),
    ),
    Step.ORDER_TEST: (
        lambda request, case: OrderTestForm(request.POST, prefix=Step.ORDER_TEST, case=case),
        lambda actor, case, form: order_test(actor, case, **form.cleaned_data),
        lambda: _("L'essai est commandé."),
    ),
    Step.REPORT_TEST: (
        lambda request, case: ReportTestForm(request.POST, request.FILES, prefix=Step.REPORT_TEST, case=case),
        _report,
        lambda: _("Le résultat de l'essai est enregistré."),
    ),
    Step.PLAN: (
        lambda request, case: PlanForm(request.POST, prefix=Step.PLAN, case=case),
        lambda actor, case, form: actions.plan_audit(actor, case, **form.cleaned_data),
        lambda: _("L'audit est planifié."),
    ),
    Step.HOLD: (
        lambda request, _case: HoldForm(request.POST, prefix=Step.HOLD),
        lambda actor, case, form: actions.hold_audit(actor, case, **form.report()),
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
        lambda request, _case: HoldForm(request.POST, prefix=SURVEYED),
        lambda actor, case, form: surveillance.hold_surveillance(
            actor, open_surveillance(case), **form.report()
        ),
        lambda: _("Le compte rendu est enregistré."),
    ),
    REPLAN: (
        lambda request, case: PlanForm(request.POST, prefix=REPLAN, case=case),
        lambda actor, case, form: replan_audit(actor, case, **form.cleaned_data),
        lambda: _("L'audit est replanifié."),
    ),
}


def open_surveillance(shown: CertificationCase) -> Audit:
    """Return the surveillance that is planned and not yet held."""
    audit = Audit.objects.select_related("case__maker", "case__body").filter(
        case=shown, stage=Stage.SURVEILLANCE, outcome=""
    )
    found = audit.first()
    if found is None:
        raise Refused("surveillance.none", _("Aucune surveillance n'est planifiée."))
    return found

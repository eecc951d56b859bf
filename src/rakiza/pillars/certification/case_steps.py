"""What each step of a case's page asks for and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification import surveillance
from rakiza.pillars.certification.case_forms import (
    GrantForm,
    HoldForm,
    PlanForm,
    RemarkForm,
    SendBackForm,
)
from rakiza.pillars.certification.enums import Stage
from rakiza.pillars.certification.models import Audit, CertificationCase
from rakiza.pillars.certification.process import Step
from rakiza.pillars.certification.replanning import replan_audit

SURVEY, SURVEYED, REPLAN = "surveiller", "surveillance-tenue", "replanifier"

Handler = tuple[
    Callable[[HttpRequest, CertificationCase], Any],
    Callable[[Actor, CertificationCase, Any], object],
    Callable[[], str],
]
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

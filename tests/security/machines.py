"""The state machines of the legs, as the rooms write them, with where each step is taken on page and API."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import Model
from tests.security.house import House

from rakiza.pillars.certification import process as case_process
from rakiza.pillars.certification import views as certificate_views
from rakiza.pillars.certification.enums import CaseState, CertificateState
from rakiza.pillars.certification.models import Certificate, CertificationCase
from rakiza.pillars.purchasing.orders import process as order_process
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.registration import process as dossier_process
from rakiza.pillars.registration import views as title_views
from rakiza.pillars.registration.enums import DossierState, TitleState
from rakiza.pillars.registration.expertise import views as question_views
from rakiza.pillars.registration.expertise.enums import ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation
from rakiza.pillars.registration.models import AgendaItem, Dossier, RegistrationCertificate

C, D, BC = case_process.Step, dossier_process.Step, order_process.Step


@dataclass(frozen=True)
class Machine:
    """States, the states that each step starts from, and each step's name in `api_writes`.

    `code`: how a step from another state is refused; `hidden`: states in which officers don't see the object;
    `beside`: what a state needs of other columns.
    """

    model: type[Model]
    states: Collection[str]
    origins: Mapping[str, Collection[str]]
    writes: Mapping[str, str]
    page: Callable[[House, str], str]
    code: str
    hidden: frozenset[str] = frozenset()
    beside: Mapping[str, object] = field(default_factory=dict)

    def put(self, state: str) -> None:
        """Put every object into a state."""
        self.model._default_manager.update(state=state, **self.beside)


def case_page(_house: House, step: str) -> str:
    return f"/certification/dossiers/{CertificationCase.objects.get().pk}/{step}/"


def dossier_page(_house: House, step: str) -> str:
    if step == D.OPINE:
        return f"/homologation/commission/avis/{AgendaItem.objects.get().pk}/"
    return f"/homologation/dossiers/{Dossier.objects.get().pk}/{step}/"


MACHINES: Mapping[str, Machine] = {
    "case": Machine(
        CertificationCase,
        CaseState.values,
        {step: states for step, states in case_process.ORIGINS.items() if step != C.SETTLE},
        {
            C.FILE: "certification_file_case",
            C.SEND_BACK: "certification_send_back",
            C.ACCEPT: "certification_accept",
            C.OFFER: "certification_offer",
            C.AGREE: "certification_agree",
            C.DECLINE: "certification_decline",
            C.ORDER_TEST: "certification_order",
            C.REPORT_TEST: "certification_report",
            C.PLAN: "certification_plan",
            C.HOLD: "certification_hold",
            C.GRANT: "certification_grant",
            C.REFUSE: "certification_refuse",
            C.CANCEL: "certification_cancel",
        },
        case_page,
        "case.state",
        frozenset({CaseState.DRAFT}),
        {"filed_on": date(2026, 1, 1)},  # what was never filed stays the maker's own
    ),
    "dossier": Machine(
        Dossier,
        DossierState.values,
        dossier_process.ORIGINS,
        {
            D.FILE: "dossiers_file_dossier",
            D.ASSIGN: "dossiers_assign",
            D.SEND_BACK: "dossiers_send_back",
            D.ADMIT: "dossiers_admit",
            D.CONCLUDE: "dossiers_conclude",
            D.OPINE: "commission_opine",
            D.GRANT: "dossiers_grant",
            D.REFUSE: "dossiers_refuse",
            D.CANCEL: "dossiers_cancel",
            D.TAKE_CLASS: "dossiers_take_class",
        },
        dossier_page,
        "dossier.state",
        frozenset({DossierState.DRAFT}),
    ),
    "certificate": Machine(
        Certificate,
        CertificateState.values,
        {key: step.origins for key, step in certificate_views.STEPS.items()},
        {
            "suspendre": "certification_suspend",
            "retablir": "certification_reinstate",
            "retirer": "certification_withdraw",
        },
        lambda house, step: f"/certification/{house.certificate.pk}/{step}/",
        "certification.state",
    ),
    "title": Machine(
        RegistrationCertificate,
        TitleState.values,
        {key: step.origins for key, step in title_views.STEPS.items()},
        {"suspendre": "titles_suspend", "retablir": "titles_reinstate", "retirer": "titles_withdraw"},
        lambda house, step: f"/homologation/registration/{house.registration.pk}/{step}/",
        "registration.state",
    ),
    "question": Machine(
        Consultation,
        ConsultationState.values,
        {key: step.origins for key, step in question_views.STEPS.items()},
        {
            "accepter": "expertise_accept",
            "convenir": "expertise_agree",
            "repondre": "expertise_answer",
            "deplacer": "expertise_move",
            "decliner": "expertise_decline",
            "annuler": "expertise_cancel",
        },
        lambda _house, step: f"/homologation/expertise/{Consultation.objects.get().pk}/{step}/",
        "expert.state",
        beside={"answered_at": datetime(2026, 1, 5, tzinfo=UTC)},
    ),
    "order": Machine(
        Order,
        OrderState.values,
        order_process.ORIGINS,
        {
            BC.SEND: "orders_send",
            BC.CONFIRM: "orders_confirm",
            BC.DECLINE: "orders_decline",
            BC.RECEIVE: "orders_receive",
            BC.CLOSE: "orders_close",
            BC.CANCEL: "orders_cancel",
        },
        lambda _house, step: f"/commandes/{Order.objects.get().pk}/{step}/",
        "orders.state",
    ),
}

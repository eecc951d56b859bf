"""Every mutation of every page, done once by who may: each leaves its row in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, OrganisationFactory, UserFactory
from tests.factories.orders import a_site, the_award
from tests.security.api_states import waiting_apart
from tests.security.experts import hours, question
from tests.security.house import House, a_file, certificates_of, offers_of, titles_of
from tests.security.makers_forms import MAKERS_FORMS
from tests.security.permissions import PAGES
from tests.security.registers import certificates_reviewed, titles_reviewed

from rakiza.engine.allocation import Measure
from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.explanation.front import Point
from rakiza.engine.explanation.fronts import Front
from rakiza.engine.families import Kind
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.codec import dump
from rakiza.kernel.jobs.actions import enqueue
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.pillars.certification.models import CertificationCase, Finding, StandardEdition
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.offer_queries import mark_of
from rakiza.pillars.purchasing.needs.actions import REVIEW_JOB
from rakiza.pillars.purchasing.needs.corrections import correct_reading
from rakiza.pillars.purchasing.needs.reread import read_as_kind
from rakiza.pillars.purchasing.offers.reading import review
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan, set_rules, unpublish_plan
from rakiza.pillars.purchasing.plans.enums import RunState
from rakiza.pillars.purchasing.plans.models import PlanRun
from rakiza.pillars.purchasing.plans.scenarios.actions import adopt_scenario, request_analysis, run_scenario
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind, AnalysisState, ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario
from rakiza.pillars.registration.models import AgendaItem, Dossier, DossierDocument

RULES = {
    "preference_margin": "12,5",
    "maximum_share": "60",
    "minimum_sources_vital": "2",
    "local_share_floor": "0",
    "maximum_plan_share": "100",
    "plan_budget": "0",
    "required_sources_vital": "0",
    "makers_per_family": "0",
    "makers_per_member": "0",
    "regional_gap": "100",
    "confirm_below": "80",
    "gap": "0,01",
    "time_limit_seconds": "60",
}
TERMS = {
    "year": "2027",
    "vat": "20",
    "monthly_capacity": "12 000",
    "minimum_order": "100",
    "order_multiple": "10",
    "lead_time_days": "30",
    "delivery_cost": "0,05",
    "from_0": "0",
    "price_0": "1,35",
}
DATES = {"valid_from": "2026-01-01", "valid_to": "2028-12-31"}
END = {"suspendre-on": timezone.localdate().isoformat(), "suspendre-reason": "Contrôle"}
# A message put away and a change of organisation alter nothing that others rely on.
UNTRACED = {"mark-read", "mark-news-read", "switch-organisation"}


def nothing(_house: House) -> None:
    """Need no preparation."""


def taken_back(house: House) -> None:
    unpublish_plan(house.scene.coordinator, house.scene.plan, reason="R")


def rules_changed(house: House) -> None:
    taken_back(house)
    set_rules(house.scene.coordinator, house.scene.plan, Rules(makers_per_family=1))


def proposed(house: House) -> None:
    taken_back(house)
    Organisation.objects.filter(pk=house.scene.plan.association_id).update(two_to_publish=True)
    assert not publish_plan(house.scene.coordinator, house.scene.plan)


def running(house: House) -> None:
    taken_back(house)
    run_plan(house.scene.coordinator, house.scene.plan)


def reading(house: House) -> None:
    enqueue(REVIEW_JOB, house.need_import, actor=house.people[Role.BUYER])


def asking_too_much(house: House) -> None:
    """Leave no device of the volume that is asked for."""
    taken_back(house)
    Device.objects.update(attributes=[dump(AttributeValue("volume", Op.EQ, 20.0, "mL"))])


def settled(house: House) -> None:
    line = house.need_import.lines.get()
    correct_reading(house.people[Role.BUYER], line, read_as_kind(line.designation, Kind.OTHER))


def scenario_under_way(house: House) -> None:
    run_scenario(house.scene.coordinator, Scenario.objects.get())


def scenario_computed(house: House) -> None:
    taken_back(house)
    Scenario.objects.update(state=ScenarioState.DONE)


def scenario_adopted(house: House) -> None:
    scenario_computed(house)
    adopt_scenario(house.scene.coordinator, Scenario.objects.get())
    PlanRun.objects.filter(state=RunState.QUEUED).update(state=RunState.CANCELLED)


def analysis_under_way(house: House) -> None:
    request_analysis(house.scene.coordinator, house.scene.plan, AnalysisKind.LINES)


def front_drawn(_house: House) -> None:
    point = Point(Decimal(100), Decimal("0.5"), 0.0, None, Decimal("0.1"))
    Analysis.objects.update(
        kind=AnalysisKind.FRONT_IMPORTS,
        state=AnalysisState.DONE,
        result=dump(Front(Measure.VALUE, (point,))),
    )


def with_a_colleague(house: House) -> None:
    """Give the house's buyer somebody to lend their role to."""
    organisation = house.people[Role.BUYER].organisation
    Membership.objects.create(user=UserFactory(), organisation=organisation, role=Role.COORDINATOR)


def to_a_colleague() -> dict[str, object]:
    colleague = Membership.objects.filter(role=Role.COORDINATOR).latest("pk")
    return {"to": colleague.user_id, "until": timezone.localdate().isoformat()}


def drafted(_house: House) -> None:
    CertificationCase.objects.update(state="draft")


def dossier_in(state: str) -> Callable[[House], None]:
    """Return a preparation that puts the dossier in a state."""

    def prepare(_house: House) -> None:
        Dossier.objects.update(state=state)

    return prepare


def a_taker() -> int:
    return OrganisationFactory(kind="maker").pk


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def wanted(house: House) -> dict[str, object]:
    award = the_award(house.scene)
    site = a_site(house.people[Role.BUYER].organisation).pk
    return {"fabricant": award.maker_id, "mois": 8, f"q{award.pk}": "20", "site": site}


def closed(house: House) -> None:
    Organisation.objects.filter(pk=house.people[Role.MAKER].organisation.pk).update(active=False)


Form = tuple[str, Callable[[House], object], Callable[[House], Mapping[str, object]]]
FORMS: dict[str, Form] = {
    **MAKERS_FORMS,
    "organisations:create": (
        "organisations.create",
        nothing,
        lambda _: {"kind": "laboratory", "name": "Laboratoire fictif"},
    ),
    "organisations:describe": ("organisations.describe", nothing, lambda _: {"region": "MA-01"}),
    "organisations:add-site": (
        "organisations.add_site",
        nothing,
        lambda _: {"kind": "warehouse", "name": "Dépôt", "city": "Oujda", "region": "MA-02"},
    ),
    "organisations:close-site": ("organisations.close_site", nothing, lambda _: {}),
    "organisations:invite": (
        "organisations.invite",
        nothing,
        lambda _: {"name": "N", "email": "n@example.org", "role": "maker", "language": "fr"},
    ),
    "organisations:settle-invitation": ("organisations.approve_invitation", nothing, lambda _: {}),
    "organisations:end-membership": ("organisations.end_membership", nothing, lambda _: {"reason": "Départ"}),
    "organisations:account": ("organisations.close_account", nothing, lambda _: {"reason": "Départ"}),
    "organisations:delegate": ("organisations.delegate", with_a_colleague, lambda _: to_a_colleague()),
    "organisations:settle-delegation": ("organisations.delegate", nothing, lambda _: {}),
    "organisations:close": ("organisations.deactivate", nothing, lambda _: {"reason": "Cessation"}),
    "organisations:reopen": ("organisations.reactivate", closed, lambda _: {}),
    "organisations:request": (
        "organisations.join_request_accepted",
        nothing,
        lambda _: {"decision": "accepter"},
    ),
    "access:revoke": ("access.revoke_key", nothing, lambda _: {}),
    "industry:offer-edit": ("industry.submit_offer", nothing, lambda _: TERMS),
    "offers:upload": (
        "offers.upload",
        nothing,
        lambda h: {"year": 2027, "file": a_file(offers_of(h.people[Role.MAKER]), "offres.csv")},
    ),
    "offers:review": (
        "industry.import_offers",
        nothing,
        lambda h: {"reviewed": mark_of(review(h.people[Role.MAKER], h.offers_file, 2027).changes)},
    ),
    "industry:device-withdraw": ("industry.withdraw_device", nothing, lambda _: {}),
    "industry:offer-withdraw": ("industry.withdraw_offer", nothing, lambda _: {}),
    "certification:open-case": (
        "certification.open_case",
        nothing,
        lambda h: {
            "body": h.people[Role.CERTIFICATION_OFFICER].organisation.pk,
            "scheme": "system",
            "standard": "ISO 9001:2015",
        },
    ),
    "certification:add-document": (
        "certification.add_document",
        drafted,
        lambda _: {"kind": "scope", "file": a_file(b"%PDF-1.7", "domaine.pdf")},
    ),
    "certification:case-step": ("certification.case_cancel", nothing, lambda _: {}),
    "certification:finding": (
        "certification.answer_finding",
        nothing,
        lambda _: {f"f{Finding.objects.get().pk}-{name}": "R" for name in ("cause", "plan")},
    ),
    "certification:new-edition": (
        "certification.enter_edition",
        nothing,
        lambda _: {
            "standard": "ISO 7864",
            "edition": "2027",
            "title": "Édition fictive",
            "published": "2027-01",
            "source": "essai",
        },
    ),
    "certification:settle-proposal": ("certification.confirm_certificate", nothing, lambda _: {}),
    "certification:issue": (
        "certification.propose_certificate",
        nothing,
        lambda h: {
            "maker": h.scene.makers[0].organisation.pk,
            "scheme": "product",
            "scope_families": ["syringe_hypodermic"],
            "standard": "ISO 9001",
            "number": "C-9",
            "decided_on": "2026-01-01",
            **DATES,
        },
    ),
    "certification:attach": (
        "certification.attach_edition",
        nothing,
        lambda _: {"edition": StandardEdition.objects.get(standard="ISO 13485", edition="2016").pk},
    ),
    "certification:change": ("certification.suspend", nothing, lambda _: END),
    "certification:certificates-upload": (
        "certification.upload_certificates",
        nothing,
        lambda h: {"file": a_file(certificates_of(h.scene.makers[0].organisation), "c.csv")},
    ),
    "certification:certificates-review": (
        "certification.import_certificates",
        nothing,
        certificates_reviewed,
    ),
    "certification:settle-file": ("certification.confirm_certificate", nothing, lambda _: {}),
    "registration:grant": (
        "registration.propose_title",
        nothing,
        lambda h: {"device": DeviceFactory().pk, "number": "E-9", "decided_on": "2026-01-01", **DATES},
    ),
    "registration:titles-upload": (
        "registration.upload_titles",
        nothing,
        lambda h: {"file": a_file(titles_of(h.scene.offers[0].device), "t.csv")},
    ),
    "registration:titles-review": (
        "registration.import_titles",
        nothing,
        titles_reviewed,
    ),
    "registration:settle-file": ("registration.confirm_title", nothing, lambda _: {}),
    "registration:settle-proposal": ("registration.confirm_title", nothing, lambda _: {}),
    "registration:change": ("registration.suspended", nothing, lambda _: END),
    "registration:cede": ("registration.offer_transfer", nothing, lambda _: {"to": a_taker()}),
    "registration:open-dossier": (
        "registration.open_dossier",
        nothing,
        lambda h: {
            "request": "initial",
            "device": DeviceFactory(maker=h.people[Role.MAKER].organisation).pk,
            "risk_class": "I",
            "authority": h.people[Role.REGISTRATION_OFFICER].organisation.pk,
        },
    ),
    "registration:add-document": (
        "registration.add_document",
        dossier_in("draft"),
        lambda _: {"language": "fr", "file": a_file(b"%PDF-1.7", "piece.pdf")},
    ),
    "registration:review-document": (
        "registration.review_document",
        nothing,
        lambda _: {f"d{DossierDocument.objects.get().pk}-status": "accepted"},
    ),
    "registration:dossier-step": ("registration.dossier_cancel", nothing, lambda _: {}),
    "registration:sessions": ("registration.call_session", nothing, lambda _: {"held_on": tomorrow()}),
    "registration:opine": (
        "registration.dossier_opine",
        dossier_in("commission"),
        lambda _: {
            f"i{AgendaItem.objects.get().pk}-{name}": value
            for name, value in (("opinion", "favourable"), ("grounds", "Conforme"))
        },
    ),
    "registration:ask-expert": ("registration.ask_expert", nothing, lambda _: question()),
    "registration:expert-profile": (
        "registration.declare_expertise",
        nothing,
        lambda _: {"fields_known": ["risk"], "active": "on"},
    ),
    "registration:open-slots": ("registration.open_slots", nothing, lambda _: hours()),
    "registration:withdraw-slot": ("registration.withdraw_slot", nothing, lambda _: {}),
    "registration:consultation-step": ("registration.expert_accept", nothing, lambda _: {}),
    "registration:complete-agenda": ("registration.complete_agenda", waiting_apart, lambda _: {}),
    "registration:move-session": (
        "registration.move_session",
        nothing,
        lambda _: {"deplacer-held_on": tomorrow()},
    ),
    "registration:close-session": ("registration.close_session", nothing, lambda _: {"present": "7"}),
    "needs:upload": ("needs.upload", nothing, lambda _: {"year": "2027", "file": a_file()}),
    "needs:columns": ("needs.map", nothing, lambda _: {}),
    "needs:units": ("needs.say_unit", nothing, lambda _: {"text": "zinzin", "unit": "boite", "size": "5"}),
    "needs:cancel": ("jobs.cancel", reading, lambda _: {}),
    "needs:settle": (
        "needs.correct_reading",
        nothing,
        lambda h: {"line": h.need_import.lines.get().pk, "kind": "other"},
    ),
    "needs:reopen": (
        "needs.reopen_readings",
        settled,
        lambda h: {"at": h.need_import.lines.get().confirmed_at.isoformat()},  # type: ignore[union-attr]
    ),
    "needs:forget": ("needs.forget_correction", nothing, lambda _: {}),
    "needs:confirm": ("needs.confirm", nothing, lambda _: {"seen": "1"}),
    "needs:undo": ("needs.undo", nothing, lambda _: {}),
    "needs:requirements": (
        "needs.relax_requirement",
        asking_too_much,
        lambda _: {"code": "lint.no_supplier", "about": "volume", "choice": "relax"},
    ),
    "needs:line": ("needs.correct_reading", taken_back, lambda _: {"kind": "other"}),
    "plans:create": ("plans.create", nothing, lambda _: {"year": "2028", "name": "Plan 2028", **RULES}),
    "plans:rules": ("plans.set_rules", taken_back, lambda _: RULES),
    "plans:rename": ("plans.rename", taken_back, lambda _: {"name": "Plan des hôpitaux"}),
    "plans:undo-rules": ("plans.set_rules", rules_changed, lambda _: {}),
    "plans:run": ("plans.run", taken_back, lambda _: {}),
    "plans:cancel": ("jobs.cancel", running, lambda _: {}),
    "plans:publish": ("plans.publish", taken_back, lambda h: {"name": h.scene.plan.name}),
    "plans:drop-proposal": ("plans.drop_proposal", proposed, lambda _: {}),
    "organisations:publication": (
        "organisations.require_two_to_publish",
        nothing,
        lambda _: {"personnes": "2"},
    ),
    "plans:unpublish": ("plans.unpublish", nothing, lambda _: {"reason": "Une liste manquait"}),
    "scenarios:create": ("scenarios.create", nothing, lambda _: {"name": "Deux sources", **RULES}),
    "scenarios:edit": ("scenarios.change", nothing, lambda _: {"name": "Autre nom", **RULES}),
    "scenarios:run": ("scenarios.run", nothing, lambda _: {}),
    "scenarios:cancel": ("jobs.cancel", scenario_under_way, lambda _: {}),
    "scenarios:archive": ("scenarios.archive", nothing, lambda _: {}),
    "scenarios:delete": ("scenarios.delete", nothing, lambda _: {}),
    "scenarios:adopt": ("scenarios.adopt", scenario_computed, lambda _: {}),
    "scenarios:undo": ("scenarios.undo_adoption", scenario_adopted, lambda _: {}),
    "scenarios:analyse": ("scenarios.analyse", nothing, lambda _: {"nature": "rules"}),
    "scenarios:point": ("scenarios.create", front_drawn, lambda _: {}),
    "scenarios:stop": ("jobs.cancel", analysis_under_way, lambda _: {}),
    "orders:new": ("orders.create", nothing, wanted),
    "orders:change": (
        "orders.change",
        lambda _: Order.objects.update(state="draft"),
        lambda h: {**wanted(h), "note": "Quai 2"},
    ),
    "orders:step": ("orders.cancel", nothing, lambda _: {"annuler-reason": "Double"}),
    "plans:documents": ("plans.documents", nothing, lambda _: {"language": "en"}),
}


def test_every_mutation_is_walked() -> None:
    assert set(FORMS) | UNTRACED == {name for name, page in PAGES.items() if page.does}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_mutation_leaves_its_row(house: House, name: str) -> None:
    action, prepare, fields = FORMS[name]
    prepare(house)
    role = next(role for role in Role if role in PAGES[name].does)
    actor = house.people[role]
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]

    response = house.client(actor).post(house.address(name), fields(house))

    assert response.status_code == 302, response.content.decode()[:2000]
    event = AuditEvent.objects.filter(pk__gt=last, action=action).get()
    assert (event.user, event.organisation, event.role) == (actor.user, actor.organisation, role)
    assert verify_chain().intact

"""Every mutation of every page, done once by who may: each leaves its row in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory
from tests.security.house import House, a_file, offers_of
from tests.security.permissions import PAGES

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.jobs.actions import enqueue
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.offer_queries import mark_of
from rakiza.pillars.purchasing.needs.actions import REVIEW_JOB
from rakiza.pillars.purchasing.offers.reading import review
from rakiza.pillars.purchasing.plans.actions import run_plan, unpublish_plan

RULES = {
    "preference_margin": "12,5",
    "maximum_share": "60",
    "minimum_sources_vital": "2",
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
UNTRACED = {"mark-read", "switch-organisation"}


def nothing(_house: House) -> None:
    """Need no preparation."""


def taken_back(house: House) -> None:
    unpublish_plan(house.scene.coordinator, house.scene.plan, reason="R")


def running(house: House) -> None:
    taken_back(house)
    run_plan(house.scene.coordinator, house.scene.plan)


def reading(house: House) -> None:
    enqueue(REVIEW_JOB, house.need_import, actor=house.people[Role.BUYER])


Form = tuple[str, Callable[[House], None], Callable[[House], Mapping[str, object]]]
FORMS: dict[str, Form] = {
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
    "certification:issue": (
        "certification.issue",
        nothing,
        lambda h: {
            "maker": h.scene.makers[0].organisation.pk,
            "standard": "ISO 9001",
            "number": "C-9",
            **DATES,
        },
    ),
    "certification:change": ("certification.suspend", nothing, lambda _: END),
    "registration:grant": (
        "registration.register",
        nothing,
        lambda h: {"device": DeviceFactory().pk, "number": "E-9", **DATES},
    ),
    "registration:change": ("registration.suspended", nothing, lambda _: END),
    "needs:upload": ("needs.upload", nothing, lambda _: {"year": "2027", "file": a_file()}),
    "needs:columns": ("needs.map", nothing, lambda _: {}),
    "needs:units": ("needs.say_unit", nothing, lambda _: {"text": "zinzin", "unit": "boite", "size": "5"}),
    "needs:cancel": ("jobs.cancel", reading, lambda _: {}),
    "needs:settle": (
        "needs.correct_reading",
        nothing,
        lambda h: {"line": h.need_import.lines.get().pk, "kind": "other"},
    ),
    "needs:confirm": ("needs.confirm", nothing, lambda _: {"seen": "1"}),
    "needs:undo": ("needs.undo", nothing, lambda _: {}),
    "needs:line": ("needs.correct_reading", taken_back, lambda _: {"kind": "other"}),
    "plans:create": ("plans.create", nothing, lambda _: {"year": "2028", "name": "Plan 2028", **RULES}),
    "plans:rules": ("plans.set_rules", taken_back, lambda _: RULES),
    "plans:run": ("plans.run", taken_back, lambda _: {}),
    "plans:cancel": ("jobs.cancel", running, lambda _: {}),
    "plans:publish": ("plans.publish", taken_back, lambda h: {"name": h.scene.plan.name}),
    "plans:unpublish": ("plans.unpublish", nothing, lambda _: {"reason": "Une liste manquait"}),
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

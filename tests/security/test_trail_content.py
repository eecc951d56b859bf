"""The trail says what was decided and written, not only that it was: it can be held against the tables years later."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.certification import office as bodies
from tests.pillars.registration.office import TODAY, a_filed, an_office, give, to_decide

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import as_of, verify_chain
from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification import case_actions
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.enums import Grade, Outcome
from rakiza.pillars.industry.actions import DeviceTerms, add_device
from rakiza.pillars.industry.content.actions import InputTerms, add_input, describe_bill, remove_input
from rakiza.pillars.industry.enums import ContentMethod, InputOrigin
from rakiza.pillars.registration import decisions, review_actions
from rakiza.pillars.registration.enums import DocumentStatus, Opinion
from rakiza.pillars.registration.process import registration_ends_on

pytestmark = pytest.mark.django_db


def last(action: str) -> AuditEvent:
    return AuditEvent.objects.filter(action=action).latest("pk")


def page(actor: Actor, address: str) -> str:
    client = Client()
    client.force_login(actor.user)
    return str(client.get(address).content.decode())


def test_a_title_granted_is_known_with_its_days_and_its_class() -> None:
    office = an_office()
    dossier = to_decide(office)

    title = decisions.grant(office.decider, dossier, valid_from=TODAY())

    end = registration_ends_on("IIa", TODAY()).isoformat()
    known = {one.name: one.value for one in as_of(title._meta.label_lower, str(title.pk), TODAY())}
    assert {name: known[name] for name in ("number", "valid_from", "valid_to", "risk_class", "device")} == {
        "number": title.number,
        "valid_from": TODAY().isoformat(),
        "valid_to": end,
        "risk_class": "IIa",
        "device": dossier.device_id,
    }


def test_an_opinion_is_kept_with_its_grounds() -> None:
    to_decide(an_office())

    assert last("registration.dossier_opine").after["grounds"] == "Conforme."


def test_a_document_is_kept_by_its_name_its_language_and_its_hash() -> None:
    office = an_office()
    dossier = a_filed(office)
    review_actions.send_back(office.evaluator, dossier, reason="incomplete", remark="R")  # type: ignore[arg-type]
    give(office, dossier, "1.04", "neuf")

    document = dossier.documents.latest("pk")
    assert last("registration.add_document").after == {
        "section": "1.04",
        "language": document.language,
        "version": document.version,
        "file": document.file.original_name,
        "sha256": document.file.sha256,
    }


def test_an_audit_is_kept_with_its_day_its_note_and_each_finding() -> None:
    office = bodies.an_office()
    case = bodies.an_agreed(office)
    case_actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())

    audit = case_actions.hold_audit(
        office.auditor, case, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="Tout est vu.",
        findings=[Remark(Grade.MAJOR, "Aucune revue de direction.")],
    )  # fmt: skip

    due = audit.findings.get().due_on.isoformat()
    said = last("certification.case_hold").after
    assert {name: said[name] for name in ("on", "outcome", "note", "findings")} == {
        "on": TODAY().isoformat(),
        "outcome": "conclusive",
        "note": "Tout est vu.",
        "findings": [{"grade": "major", "text": "Aucune revue de direction.", "due": due}],
    }


def test_an_input_is_kept_with_the_hash_of_its_evidence_when_it_comes_and_when_it_goes() -> None:
    maker = an_actor(Role.MAKER)
    device = DeviceFactory(maker=maker.organisation)
    bill = describe_bill(
        maker, device, price=Decimal(2), own_cost=Decimal(1), method=ContentMethod.COST_SHARE
    )
    invoice = store(
        [b"%PDF-1.7"], name="facture.pdf", organisation=maker.organisation, uploaded_by=maker.user
    )
    terms = InputTerms(
        name="Granulés",
        quantity=Decimal(1),
        unit_cost=Decimal("0.5"),
        origin=InputOrigin.IMPORTED,
        evidence=invoice,
    )

    item = add_input(maker, bill, terms)
    came = last("industry.add_input").after
    remove_input(maker, item)

    assert (came["sha256"], came["origin"]) == (invoice.sha256, "imported")
    assert last("industry.remove_input").before == came


def test_a_device_put_into_the_catalogue_is_kept_whole() -> None:
    maker = an_actor(Role.MAKER)

    device = add_device(maker, DeviceTerms("urine_bag", "P-1", "Poche", name_ar="كيس", risk_class="I"))

    assert last("industry.add_device").after == device.versions.get().content


def test_what_an_authority_writes_for_itself_is_in_the_trail_and_shown_to_nobody_else() -> None:
    """Those who run the platform read that a note was written, and not what it says; a change of it shows."""
    office = an_office()
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    document = dossier.documents.get(section="3.02")
    for note in ("Première note réservée", "Seconde note réservée"):
        review_actions.review_document(
            office.evaluator, document, status=DocumentStatus.ACCEPTED, internal_note=note
        )
    review_actions.conclude(
        office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="Rapport réservé"
    )
    kept = last("registration.review_document")
    assert (kept.before["internal_note"], kept.after["internal_note"]) == (
        "Première note réservée",
        "Seconde note réservée",
    )
    assert last("registration.dossier_conclude").after["internal_note"] == "Rapport réservé"

    address = f"/journal/registration.dossier/{dossier.pk}/?au={timezone.localdate() + timedelta(days=1)}"
    for role in (Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR):
        shown = page(an_actor(role), address)
        assert "Examen d" in shown or "internal_note" in shown
        assert "réservé à l&#x27;organisation qui l&#x27;a écrit" in shown
        for words in ("note réservée", "Rapport réservé"):
            assert words not in shown
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_auditevent SET after = %s WHERE id = %s", ['{"internal_note": "Autre"}', kept.pk]
        )
    assert verify_chain().broken_at == kept.pk

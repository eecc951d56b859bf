"""A closed site is declared no more, and what was given for it alone covers nothing from that day on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.factories import an_actor
from tests.pillars.registration.office import TODAY, Office, a_draft, a_filed, asked, complete, state_of
from tests.web.api.caller import Caller

from rakiza.engine.planning.eligibility import valid_spans
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actions import close_site
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification import closed_sites as certificates
from rakiza.pillars.certification.actions import issue_certificate, withdraw_certificate
from rakiza.pillars.certification.queries import titles_for as certificates_for
from rakiza.pillars.registration import decisions, review_actions
from rakiza.pillars.registration.actions import withdraw_title
from rakiza.pillars.registration.closed_sites import tell_closed_sites
from rakiza.pillars.registration.dossier_actions import file_dossier, open_dossier
from rakiza.pillars.registration.enums import Activity, DocumentStatus, DossierState, Process, Request
from rakiza.pillars.registration.models import Dossier, DossierDocument, EstablishmentDeclaration
from rakiza.pillars.registration.queries import titles_for

pytestmark = pytest.mark.django_db
CODES = ("registration.site_closed", "registration.site_left", "certification.site_closed")


@pytest.fixture
def site(office: Office) -> Site:
    return Site.objects.create(
        organisation=office.maker.organisation, kind="plant", name="Atelier", city="Fès", region="MA-03"
    )


def manager(office: Office) -> Actor:
    return replace(office.maker, manages=True)


def waiting() -> list[str]:
    return list(
        Notification.objects.filter(code__in=CODES).unread().order_by("code").values_list("code", flat=True)
    )


def test_a_closed_site_is_declared_no_more(office: Office, site: Site) -> None:
    declared = {"site": site, "activities": (Activity.MANUFACTURE,)}
    draft = a_draft(office, Process.DECLARATION, **declared)
    complete(office, draft)
    decided = a_filed(office, Process.DECLARATION, **declared)
    review_actions.admit(office.evaluator, decided)
    close_site(manager(office), site)

    with pytest.raises(Refused, match="fermé depuis le"):
        open_dossier(office.maker, office.authority, asked(Process.DECLARATION, None, **declared))
    with pytest.raises(Refused, match="fermé depuis le"):
        file_dossier(office.maker, draft)
    with pytest.raises(Refused, match="fermé depuis le"):
        decisions.grant(office.decider, decided, valid_from=TODAY())
    answer = Caller.of(office.maker).call(
        "POST",
        "/registration/dossiers",
        {
            "process": "declaration",
            "authority": office.authority.pk,
            "site": site.pk,
            "activities": ["manufacture"],
        },
    )
    assert (answer.status_code, "site" in json.loads(answer.content)["errors"][0]["pointer"]) == (422, True)
    assert (state_of(draft), state_of(decided)) == (DossierState.DRAFT, DossierState.DECISION)
    assert (Dossier.objects.count(), EstablishmentDeclaration.objects.count()) == (2, 1)


def test_its_declaration_covers_nothing_more_and_both_are_told_once(
    office: Office, site: Site, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    standing = EstablishmentDeclaration.objects.get()
    EstablishmentDeclaration.objects.update(site=site)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        close_site(manager(office), site)

    (title,) = (one for one in titles_for(TODAY().year) if one.kind == TitleKind.DECLARATION)
    assert valid_spans(title) == ((standing.valid_from, TODAY() - timedelta(days=1)),)
    assert waiting() == ["registration.site_closed", "registration.site_left"]
    told = Notification.objects.get(code="registration.site_closed")
    assert (told.organisation, told.deadline) == (office.authority, TODAY() + timedelta(days=30))
    assert tell_closed_sites() == 0
    standing.refresh_from_db()
    assert standing.state == "valid"  # the authority ends it, not the maker

    withdraw_title(office.evaluator, standing, on=TODAY(), reason="Site fermé")
    assert waiting() == []


def test_a_cessation_still_goes_for_a_closed_site(office: Office, site: Site) -> None:
    standing = EstablishmentDeclaration.objects.get()
    EstablishmentDeclaration.objects.update(site=site)
    close_site(manager(office), site)
    tell_closed_sites()
    asking = {"site": site, "request": Request.CESSATION, "declaration": standing}
    dossier = a_filed(office, Process.DECLARATION, **asking)
    review_actions.admit(office.evaluator, dossier)
    decisions.grant(office.decider, dossier, valid_from=TODAY())
    standing.refresh_from_db()
    assert (standing.state, waiting()) == ("withdrawn", [])


def test_its_certificate_covers_nothing_more_and_its_body_is_told(office: Office, site: Site) -> None:
    body = an_actor(Role.CERTIFICATION_OFFICER)
    first = date(TODAY().year, 1, 1)
    certificate = issue_certificate(
        body,
        maker=office.maker.organisation,
        standard="ISO 13485",
        number="C-1",
        valid_from=first,
        valid_to=first + timedelta(days=900),
        site=site,
    )
    close_site(manager(office), site)
    (title,) = certificates_for(TODAY().year)
    assert [span for span in valid_spans(title) if span[1] >= TODAY()] == []
    assert (certificates.tell_closed_sites(), certificates.tell_closed_sites()) == (1, 0)
    assert waiting() == ["certification.site_closed"]
    withdraw_certificate(body, certificate, on=TODAY(), reason="Site fermé")
    assert waiting() == []


def test_the_trail_keeps_what_a_declaration_was_and_has_become(office: Office, site: Site) -> None:
    standing = EstablishmentDeclaration.objects.get()
    asking = {"site": site, "request": Request.AMENDMENT, "declaration": standing}
    dossier = a_filed(office, Process.DECLARATION, **asking)
    opened = AuditEvent.objects.get(action="registration.open_dossier", object_id=str(dossier.pk))
    assert opened.after == {
        "process": "declaration",
        "request": "amendment",
        "authority": office.authority.pk,
        "device": None,
        "site": site.pk,
        "activities": ["manufacture"],
        "risk_class": "",
        "purpose": "",
        "registration": None,
        "declaration": standing.pk,
    }
    review_actions.admit(office.evaluator, dossier)
    decisions.grant(office.decider, dossier, valid_from=TODAY())
    row = AuditEvent.objects.get(action="registration.title_amendment")
    assert (row.before, row.after) == (
        {"site": None, "activities": [], "state": "valid", "ended_on": None},
        {"site": site.pk, "activities": ["manufacture"], "state": "valid", "ended_on": None},
    )


def test_the_trail_keeps_what_a_first_declaration_is_for(office: Office, site: Site) -> None:
    dossier = a_filed(office, Process.DECLARATION, site=site)
    review_actions.admit(office.evaluator, dossier)
    decisions.grant(office.decider, dossier, valid_from=TODAY())
    given = AuditEvent.objects.filter(action="registration.declare").latest("pk")
    assert given.after["site"] == site.pk
    row = AuditEvent.objects.get(action="registration.title_initial")
    assert (row.before["activities"], row.after["activities"]) == ([], ["manufacture"])
    assert row.after["site"] == site.pk


def test_the_trail_keeps_what_was_said_of_a_document_before(office: Office) -> None:
    dossier = a_filed(office)
    piece = DossierDocument.objects.filter(dossier=dossier).order_by("section")[0]
    for status, remark in ((DocumentStatus.TO_CORRECT, "Illisible"), (DocumentStatus.ACCEPTED, "")):
        review_actions.review_document(
            office.evaluator, piece, status=status, remark=remark, internal_note="À revoir"
        )
    first, second = AuditEvent.objects.filter(action="registration.review_document").order_by("pk")
    about = {"section": piece.section, "language": piece.language, "version": 1}
    corrected = {**about, "status": "to_correct", "remark": "Illisible", "internal_note": "À revoir"}
    assert first.before == {**about, "status": "to_review", "remark": "", "internal_note": ""}
    assert (first.after, second.before) == (corrected, corrected)
    assert second.after == {**about, "status": "accepted", "remark": "", "internal_note": "À revoir"}

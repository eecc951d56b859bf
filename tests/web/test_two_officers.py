"""Two officers who decide at the very same moment, on pages, by the API and by command, in two connections.

Both have read the object and are allowed before either holds it: one wins, the other is told, nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from types import ModuleType

import pytest
from django.conf import settings
from django.utils import timezone
from tests.factories import DeviceFactory, UserFactory, an_actor
from tests.pillars.registration.office import a_draft, an_office, complete
from tests.web.two_ways import WAYS, Act, apart, meeting, own_print

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification import actions as certificate_actions
from rakiza.pillars.certification import case_actions
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import Audit, CertificationCase, Finding
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import actions as title_actions
from rakiza.pillars.registration import (
    class_taking,
    commission,
    decisions,
    dossier_actions,
    review_actions,
)
from rakiza.pillars.registration.actions import declare_establishment
from rakiza.pillars.registration.models import AgendaItem, CommissionSession, Dossier, RegistrationCertificate

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="needs several writers"
    ),
]


@dataclass(frozen=True)
class Race:
    """Two acts of which one may be done. `meet`: where both wait for each other, as they come to hold the object.

    `also`: another room that holds it under the same name; `whole`: whether what is left is one act's alone.
    """

    officers: tuple[Actor, Actor]
    acts: tuple[Act, Act]
    meet: tuple[ModuleType, str]
    actions: str
    codes: frozenset[str]
    words: str
    also: ModuleType | None = None
    whole: Callable[[], bool] = lambda: True


def two_of(role: Role) -> tuple[Actor, Actor]:
    first = an_actor(role)
    return first, an_actor(role, first.organisation)


def a_case(officers: tuple[Actor, Actor], state: str) -> CertificationCase:
    return CertificationCase.objects.create(
        maker=an_actor(Role.MAKER).organisation,
        body=officers[0].organisation,
        scheme="system",
        standard="ISO 9001",
        state=state,
        filed_on=date(2026, 1, 5),
    )


def a_dossier(officers: tuple[Actor, Actor], state: str) -> Dossier:
    device = DeviceFactory()
    return Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=device.maker,
        authority=officers[0].organisation,
        device=device,
        risk_class="I",
        state=state,
        filed_on=date(2026, 1, 5),
    )


def act(page: str, api: str, body: Mapping[str, object]) -> Act:
    step = page.strip("/").rpartition("/")[2]
    return Act(page, {f"{step}-{name}": value for name, value in body.items()}, api, body)


def deciding_a_case() -> Race:
    officers = two_of(Role.CERTIFICATION_OFFICER)
    case = a_case(officers, "decision")
    page, api = f"/certification/dossiers/{case.pk}", f"/certification/cases/{case.pk}/transitions"
    return Race(
        officers,
        (
            act(
                f"{page}/certifier/",
                f"{api}/grant",
                {"number": "C-1", "valid_from": f"{timezone.localdate()}"},
            ),
            act(f"{page}/refuser/", f"{api}/refuse", {"remark": "Non"}),
        ),
        (case_actions, "locked_case"),
        "certification.case_",
        frozenset({"case.state"}),
        "a changé entre-temps",
    )


def accepting_a_case() -> Race:
    officers = two_of(Role.CERTIFICATION_OFFICER)
    case = a_case(officers, "filed")
    page, api = f"/certification/dossiers/{case.pk}", f"/certification/cases/{case.pk}/transitions"
    return Race(
        officers,
        (
            act(f"{page}/accepter/", f"{api}/accept", {}),
            act(f"{page}/renvoyer/", f"{api}/send-back", {"reason": "incomplete", "remark": "R"}),
        ),
        (case_actions, "locked_case"),
        "certification.case_",
        frozenset({"case.state"}),
        "a changé entre-temps",
    )


def settling_a_finding() -> Race:
    officers = two_of(Role.CERTIFICATION_OFFICER)
    case = a_case(officers, "findings")
    audit = Audit.objects.create(
        case=case,
        stage="stage_2",
        auditor=UserFactory(),
        planned_on=date(2026, 2, 1),
        held_on=date(2026, 2, 1),
        outcome="conclusive",
    )
    finding = Finding.objects.create(
        audit=audit, grade="minor", text="T", due_on=date(2026, 5, 1), state="answered"
    )
    page, api = f"/certification/non-conformites/{finding.pk}", f"/certification/findings/{finding.pk}"
    return Race(
        officers,
        (
            Act(f"{page}/lever/", {}, f"{api}/transitions/lift", {}),
            Act(
                f"{page}/rendre/",
                {f"f{finding.pk}-remark": "R"},
                f"{api}/transitions/return",
                {"remark": "R"},
            ),
        ),
        (case_actions, "locked_case"),
        "certification.settle_finding",
        frozenset({"case.state", "finding.state"}),
        "",
    )


def suspending_a_certificate() -> Race:
    officers = two_of(Role.CERTIFICATION_OFFICER)
    kept = issue_certificate(
        officers[0],
        maker=an_actor(Role.MAKER).organisation,
        standard="ISO 9001",
        number="C-1",
        valid_from=date(2026, 1, 1),
        valid_to=date(2028, 12, 31),
    )
    one = act(
        f"/certification/{kept.pk}/suspendre/",
        f"/certification/certificates/{kept.pk}/transitions/suspend",
        {"on": "2026-11-01", "reason": "Contrôle"},
    )
    return Race(
        officers,
        (one, one),
        (certificate_actions, "_move"),
        "certification.suspend",
        frozenset({"certification.state"}),
        "a changé entre-temps",
    )


def deciding_a_dossier() -> Race:
    officers = two_of(Role.REGISTRATION_OFFICER)
    dossier = a_dossier(officers, "decision")
    declare_establishment(officers[0], maker=dossier.applicant, number="D-1", valid_from=date(2026, 1, 1))
    page, api = f"/homologation/dossiers/{dossier.pk}", f"/registration/dossiers/{dossier.pk}/transitions"
    return Race(
        officers,
        (
            act(f"{page}/accorder/", f"{api}/grant", {"valid_from": f"{timezone.localdate()}"}),
            act(f"{page}/refuser/", f"{api}/refuse", {"remark": "Non"}),
        ),
        (decisions, "locked"),
        "registration.dossier_",
        frozenset({"dossier.state"}),
        "a changé entre-temps",
    )


def granting_a_dossier_twice() -> Race:
    race = deciding_a_dossier()
    return Race(race.officers, (race.acts[0], race.acts[0]), race.meet, race.actions, race.codes, race.words)


def admitting_a_dossier() -> Race:
    officers = two_of(Role.REGISTRATION_OFFICER)
    dossier = a_dossier(officers, "filed")
    one = act(
        f"/homologation/dossiers/{dossier.pk}/recevoir/",
        f"/registration/dossiers/{dossier.pk}/transitions/admit",
        {},
    )
    return Race(
        officers,
        (one, one),
        (review_actions, "locked"),
        "registration.dossier_admit",
        frozenset({"dossier.state"}),
        "a changé entre-temps",
    )


def filing_what_is_classed_anew() -> Race:
    """Two people of the applicant's: one files the draft, the other gives it the class that its device states by now.

    The class is taken over whoever comes first: nothing is filed under a class that its device no longer has.
    """
    office = an_office()
    makers = office.maker, an_actor(Role.MAKER, office.maker.organisation)
    dossier = a_draft(office)
    complete(office, dossier)
    Device.objects.update(risk_class="III")
    page, api = f"/homologation/dossiers/{dossier.pk}", f"/registration/dossiers/{dossier.pk}/transitions"
    return Race(
        makers,
        (
            act(f"{page}/deposer/", f"{api}/file", {}),
            act(f"{page}/reclasser/", f"{api}/take-class", {"risk_class": "III"}),
        ),
        (dossier_actions, "locked"),
        "registration.dossier_",
        frozenset({"dossier.other_class", "dossier.incomplete"}),
        "",
        class_taking,
        lambda: [*Dossier.objects.values_list("state", "risk_class")] == [("draft", "III")],
    )


def suspending_a_title() -> Race:
    officers = two_of(Role.REGISTRATION_OFFICER)
    kept = RegistrationCertificate.objects.create(
        authority=officers[0].organisation,
        device=DeviceFactory(),
        number="E-1",
        valid_from=date(2026, 1, 1),
        valid_to=date(2030, 12, 31),
    )
    one = act(
        f"/homologation/registration/{kept.pk}/suspendre/",
        f"/registration/titles/registration/{kept.pk}/transitions/suspend",
        {"on": "2026-11-01", "reason": "Contrôle"},
    )
    return Race(
        officers,
        (one, one),
        (title_actions, "_move"),
        "registration.suspended",
        frozenset({"registration.state"}),
        "a changé entre-temps",
    )


def giving_an_opinion() -> Race:
    officers = two_of(Role.REGISTRATION_OFFICER)
    session = CommissionSession.objects.create(
        authority=officers[0].organisation, held_on=timezone.localdate() - timedelta(days=1)
    )
    item = AgendaItem.objects.create(session=session, dossier=a_dossier(officers, "commission"))

    def said_to_be(opinion: str) -> Act:
        body = {"opinion": opinion, "grounds": "Motifs"}
        return Act(
            f"/homologation/commission/avis/{item.pk}/",
            {f"i{item.pk}-{name}": value for name, value in body.items()},
            f"/registration/commission/items/{item.pk}/transitions/opine",
            body,
        )

    return Race(
        officers,
        (said_to_be("favourable"), said_to_be("unfavourable")),
        (commission, "_open_session"),
        "registration.dossier_opine",
        frozenset({"dossier.state"}),
        "a changé entre-temps",
    )


RACES: Mapping[str, Callable[[], Race]] = {
    "case decided": deciding_a_case,
    "case accepted or sent back": accepting_a_case,
    "finding settled": settling_a_finding,
    "certificate suspended": suspending_a_certificate,
    "dossier decided": deciding_a_dossier,
    "dossier granted twice": granting_a_dossier_twice,
    "dossier admitted": admitting_a_dossier,
    "dossier filed or classed anew": filing_what_is_classed_anew,
    "title suspended": suspending_a_title,
    "opinion given": giving_an_opinion,
}
# A command goes through the API's own door: each race once by two commands, and one race against a page.
PAIRS = (
    *((name, *ways) for name in sorted(RACES) for ways in product(("page", "api"), repeat=2)),
    *((name, "command", "command") for name in sorted(RACES)),
    ("title suspended", "page", "command"),
)


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_of_two_officers_one_wins_and_the_other_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, first: str, second: str
) -> None:
    race = RACES[name]()
    doing = [
        WAYS[way](actor, one)
        for way, actor, one in zip((first, second), race.officers, race.acts, strict=True)
    ]
    meeting(monkeypatch, *race.meet, race.also)
    own_print(monkeypatch)

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(apart, doing))

    assert sorted(end.done for end in ends) == [False, True], ends
    lost = ends[0] if ends[1].done else ends[1]
    winner, loser = race.officers if ends[0].done else race.officers[::-1]
    assert lost.code in race.codes
    assert race.words in lost.words
    assert [event.user for event in AuditEvent.objects.filter(action__startswith=race.actions)] == [
        winner.user
    ]
    assert [(one.user, one.code) for one in RefusedAct.objects.all()] == [(loser.user, lost.code)]
    assert RegistrationCertificate.objects.count() <= 1
    assert race.whole()
    assert verify_chain().intact

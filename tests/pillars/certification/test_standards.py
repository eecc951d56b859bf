"""The register of standards: a change of edition touches certificates and cases, and is told once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification.actions import issue_certificate, withdraw_certificate
from rakiza.pillars.certification.models import Certificate, CertificationCase, EditionNotice, StandardEdition
from rakiza.pillars.certification.standards import enter_edition, tell_holders, touched_by
from rakiza.reference.standards import editions

pytestmark = pytest.mark.django_db
END = date(2029, 12, 31)


def held(body: Actor, maker: Actor, standard: str = "ISO 13485:2016", number: str = "C-1") -> Certificate:
    return issue_certificate(
        body,
        maker=maker.organisation,
        standard=standard,
        number=number,
        valid_from=date(2025, 1, 1),
        valid_to=END,
    )


def entered(actor: Actor, **changed: object) -> StandardEdition:
    given: dict[str, object] = {
        "standard": "ISO 13485",
        "edition": "2027",
        "title": "Édition fictive",
        "published": "2027-01",
        "source": "essai",
        "transition_ends": date(2030, 1, 31),
    }
    return enter_edition(actor, **{**given, **changed})  # type: ignore[arg-type]


def test_the_authored_editions_are_in_the_register() -> None:
    kept = {(one.standard, one.edition): one for one in StandardEdition.objects.select_related("replaces")}
    assert set(kept) == {(one.standard, one.edition) for one in editions()}
    current = kept["ISO 13485", "2016"]
    assert current.replaces == kept["ISO 13485", "2003"]
    assert (current.transition_ends, current.entered_by) == (date(2019, 2, 28), None)


def test_a_new_edition_lists_what_it_touches_and_tells_each_holder_once() -> None:
    body, cluster = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.CLUSTER_STAFF)
    first, second, other = (an_actor(Role.MAKER) for _ in range(3))
    touched = [
        held(body, first),
        held(body, first, "NM EN ISO 13485:2016", "C-2"),
        held(body, second, "ISO 13485", "C-3"),
    ]
    held(body, other, "ISO 9001:2015", "C-4")
    gone = held(body, other, number="C-5")
    withdraw_certificate(body, gone, on=date(2026, 1, 1), reason="R")
    case = CertificationCase.objects.create(
        maker=second.organisation,
        body=body.organisation,
        scheme="system",
        standard="ISO 13485:2016",
        state="filed",
    )
    CertificationCase.objects.create(
        maker=other.organisation,
        body=body.organisation,
        scheme="system",
        standard="ISO 13485:2016",
        state="refused",
    )

    made = entered(cluster)

    assert str(made.replaces) == "ISO 13485:2016"
    assert touched_by(made).certificates == tuple(touched)
    assert touched_by(made).cases == (case,)
    told = Notification.objects.filter(code="certification.edition_changed")
    assert {one.organisation_id: one.params["count"] for one in told} == {
        first.organisation.pk: 2,
        second.organisation.pk: 2,
    }
    assert {one.deadline for one in told} == {date(2030, 1, 31)}
    (said,) = [str(one) for one in awaiting(first) if one.code == "certification.edition_changed"]
    assert said == (
        "La norme ISO 13485:2027 remplace ISO 13485:2016 : 2 de vos certificats ou dossiers sont à faire passer à "
        "la nouvelle édition."
    )
    assert tell_holders(made) == 0
    assert told.count() == EditionNotice.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"edition": "2016"}, "standards.known"),
        ({"edition": "2010"}, "standards.older"),
        ({"standard": "ISO 13485:2027"}, "standards.name"),
        ({"transition_ends": date(2026, 12, 31)}, "standards.dates"),
        ({"standard": "ISO 99999"}, "standards.transition"),
    ],
)
def test_what_contradicts_the_register_is_refused_with_no_effect(
    changed: dict[str, object], code: str
) -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    held(officer, an_actor(Role.MAKER))
    before = StandardEdition.objects.count(), Notification.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        entered(officer, **changed)
    assert refused.value.code == code
    assert (
        StandardEdition.objects.count(),
        Notification.objects.count(),
        AuditEvent.objects.count(),
    ) == before


@pytest.mark.parametrize("role", [Role.MAKER, Role.BUYER, Role.COORDINATOR, Role.REGISTRATION_OFFICER])
def test_others_enter_nothing(role: Role) -> None:
    before = StandardEdition.objects.count()
    with pytest.raises(NotAllowed):
        entered(an_actor(role))
    assert StandardEdition.objects.count() == before


def test_a_maker_sees_only_its_own_among_what_is_touched() -> None:
    body = an_actor(Role.CERTIFICATION_OFFICER)
    first, second = an_actor(Role.MAKER), an_actor(Role.MAKER)
    held(body, first, number="C-MIEN")
    held(body, second, number="C-AUTRE")
    made = entered(body)
    client = Client()
    client.force_login(first.user)
    page = client.get(reverse("certification:edition", args=[made.pk])).content.decode()
    assert "C-MIEN" in page
    assert "C-AUTRE" not in page


def test_the_list_filters_exports_and_the_form_refuses() -> None:
    client = Client()
    client.force_login(an_actor(Role.CERTIFICATION_OFFICER).user)
    address = reverse("certification:editions")
    assert "ISO 13485:2003" in client.get(address).content.decode()
    assert "ISO 13485:2003" not in client.get(address + "?etat=actuelles").content.decode()
    assert "ISO 9001:2015" not in client.get(address + "?etat=remplacees").content.decode()
    assert "ISO 9001:2015" in client.get(address + "?q=9001").content.decode()
    assert client.get(address + "?q=zzzz&page=x").status_code == 200
    assert client.get(address + "?export=1")["Content-Type"].startswith("application/vnd.openxml")
    form = {"standard": "ISO 13485", "edition": "20", "title": "T", "published": "2027", "source": "S"}
    refused = client.post(reverse("certification:new-edition"), form)
    assert refused.status_code == 422
    assert "Écrivez l&#x27;année et le mois" in refused.content.decode()

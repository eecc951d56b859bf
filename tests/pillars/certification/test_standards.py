"""The register of standards: a change of edition touches certificates and cases, and is told once."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification.actions import issue_certificate, withdraw_certificate
from rakiza.pillars.certification.models import Certificate, CertificationCase, EditionNotice, StandardEdition
from rakiza.pillars.certification.reminders import remind
from rakiza.pillars.certification.standards import (
    attach_edition,
    enter_edition,
    holders_of,
    remind_of_transitions,
    tell_holders,
    touched_by,
)
from rakiza.reference.standards import edition_named, editions

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


def test_a_certificate_is_attached_to_the_edition_that_it_designates() -> None:
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    current = StandardEdition.objects.get(standard="ISO 13485", edition="2016")
    exact, national = held(body, maker), held(body, maker, "nm en iso 13485:2016", "C-2")
    bare, unknown = held(body, maker, "ISO 13485", "C-3"), held(body, maker, "ISO 13485:2031", "C-4")
    assert [one.edition for one in (exact, national, bare, unknown)] == [current, current, None, None]

    made = entered(body, edition="2031", published="2031-01", transition_ends=None)

    kept = {one.number: one.edition for one in Certificate.objects.select_related("edition")}
    assert kept == {"C-1": current, "C-2": current, "C-3": None, "C-4": made}


def test_the_migration_attaches_by_designation_and_keeps_the_rest() -> None:
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    texts = ("ISO 13485:2016", "NM EN ISO 13485 : 2016", "ISO 13485", "Label maison")
    for number, text in enumerate(texts):
        held(body, maker, text, f"C-{number}")
    Certificate.objects.update(edition=None)
    migration = import_module("rakiza.pillars.certification.migrations.0006_attach_editions")

    migration.attach(apps, None)

    kept = Certificate.objects.order_by("number").values_list("standard", "edition__edition")
    named = [edition_named(text)[1] for text in texts]
    assert list(kept) == [
        (text, "2016" if year == "2016" else None) for text, year in zip(texts, named, strict=True)
    ]
    assert (named[0], named[2], named[3]) == ("2016", "", "")


def test_an_edition_touches_what_is_attached_to_an_earlier_one() -> None:
    """The link decides, whatever the text says."""
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    one, passed = held(body, maker), held(body, maker, number="C-2")
    made = entered(body)
    Certificate.objects.filter(pk=one.pk).update(standard="Libellé libre")
    Certificate.objects.filter(pk=passed.pk).update(edition=made)
    assert [kept.pk for kept in touched_by(made).certificates] == [one.pk]
    assert [(kept.organisation, kept.count) for kept in holders_of(touched_by(made))] == [
        (maker.organisation, 1)
    ]


def test_holders_are_reminded_once_a_stage_before_the_transition_ends() -> None:
    body, late, early = (
        an_actor(Role.CERTIFICATION_OFFICER),
        an_actor(Role.MAKER),
        an_actor(Role.MAKER),
    )
    held(body, late)
    passing = held(body, early, number="C-2")
    today = timezone.localdate()
    made = entered(
        body, published=today.strftime("%Y-%m"), transition_ends=today + timedelta(days=400), edition="2027"
    )
    ends = made.transition_ends
    assert ends is not None
    assert remind_of_transitions(ends - timedelta(days=181)) == 0
    assert remind_of_transitions(ends - timedelta(days=180)) == 2
    assert remind_of_transitions(ends - timedelta(days=120)) == 0
    Certificate.objects.filter(pk=passing.pk).update(edition=made)
    assert [remind_of_transitions(ends - timedelta(days=left)) for left in (90, 89, 30, 0)] == [1, 0, 1, 0]
    assert remind_of_transitions(ends + timedelta(days=1)) == 0

    told = Notification.objects.filter(code="certification.transition_ends").order_by("pk")
    assert [one.organisation for one in told] == [
        *sorted((late.organisation, early.organisation), key=lambda one: one.name),
        late.organisation,
        late.organisation,
    ]
    assert {(one.deadline, one.link) for one in told} == {(ends, f"certification.standardedition:{made.pk}")}


def test_only_its_body_attaches_a_certificate_and_to_what_it_may_mean() -> None:
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    bare = held(body, maker, "ISO 13485")
    current = StandardEdition.objects.get(standard="ISO 13485", edition="2016")
    other = StandardEdition.objects.exclude(standard="ISO 13485").order_by("pk")[0]
    for stranger in (maker, an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.CLUSTER_STAFF)):
        with pytest.raises(NotAllowed):
            attach_edition(stranger, bare, current)
    with pytest.raises(Refused, match="ne peut pas être"):
        attach_edition(body, bare, other)
    assert Certificate.objects.get().edition is None

    attach_edition(body, bare, current)

    kept = Certificate.objects.get()
    assert (kept.edition, kept.standard) == (current, "ISO 13485:2016")
    event = AuditEvent.objects.get(action="certification.attach_edition")
    assert (event.before, event.after["standard"]) == ({"standard": "ISO 13485"}, "ISO 13485:2016")
    with pytest.raises(Refused, match="déjà son édition"):
        attach_edition(body, bare, current)


def test_what_names_no_edition_is_listed_for_correction(django_assert_max_num_queries: object) -> None:
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    bare = held(body, maker, "ISO 13485")
    held(an_actor(Role.CERTIFICATION_OFFICER), maker, "ISO 9001", "C-2")
    held(body, maker, "Label maison", "C-3")
    for number in range(5):
        held(body, maker, "ISO 13485", f"D-{number}")
    held(body, maker, number="C-4")
    client = Client()
    client.force_login(body.user)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = client.get(reverse("certification:unattached")).content.decode()
    assert reverse("certification:attach", args=[bare.pk]) in page
    assert ("C-2" in page, "C-3" in page, "C-4" in page) == (False, True, False)
    assert "Inscrire d&#x27;abord" in page or "Inscrire d'abord" in page
    address = reverse("certification:attach", args=[bare.pk])
    assert client.post(address, {"edition": "x"}).status_code == 404
    current = StandardEdition.objects.get(standard="ISO 13485", edition="2016")
    client.post(address, {"edition": current.pk})
    assert Certificate.objects.get(pk=bare.pk).edition == current
    assert (
        "ISO 13485:2016" in client.get(reverse("certification:certificate", args=[bare.pk])).content.decode()
    )


def test_the_forms_suggest_the_register() -> None:
    for role, name in ((Role.CERTIFICATION_OFFICER, "issue"), (Role.MAKER, "open-case")):
        client = Client()
        client.force_login(an_actor(role).user)
        page = client.get(reverse(f"certification:{name}")).content.decode()
        assert '<option value="ISO 13485:2016">' in page
        assert 'list="editions"' in page


def test_the_daily_round_reminds_of_transitions() -> None:
    body, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    held(body, maker)
    today = timezone.localdate()
    ends = today + timedelta(days=200)
    entered(body, published=today.strftime("%Y-%m"), transition_ends=ends)
    found = remind(ends - timedelta(days=30), lambda _stage, _done, _total: None)
    assert found == {"reminders": 1}
    assert Notification.objects.get(code="certification.transition_ends").deadline == ends


def test_the_register_is_read_and_written_by_the_api() -> None:
    body, maker, other = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER), an_actor(Role.MAKER)
    kept, _foreign = held(body, maker), held(body, other, number="C-2")
    given = {
        "standard": "ISO 13485",
        "edition": "2027",
        "title": "Édition fictive",
        "published": "2027-01",
        "source": "essai",
        "transition_ends": "2030-01-31",
    }
    keeper, reader = Caller.of(body), Caller.of(maker)

    made = said(keeper.post("/certification/standards", given))
    again = keeper.post("/certification/standards", given)
    own = said(reader.get(f"/certification/standards/{made['id']}"))
    current = said(reader.get("/certification/standards?q=13485&state=current"))["items"]
    before = said(reader.get(f"/certification/standards/{made['replaces']}"))

    assert len(made["certificates"]) == 2
    assert (said(again)["code"], again.status_code) == ("standards.known", 409)
    assert (own["certificates"], own["cases"]) == ([kept.pk], [])
    assert [one["edition"] for one in current] == ["2027"]
    assert (before["edition"], before["replaced_by"]) == ("2016", [made["id"]])
    assert said(reader.get(f"/certification/certificates/{kept.pk}"))["edition"] == before["id"]

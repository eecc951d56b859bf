"""A registration covers the device that was examined: one that has become another waits for an amendment."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import TODAY, Office, a_filed, to_decide
from tests.web.api.caller import Caller

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.planning.eligibility import valid_spans
from rakiza.engine.planning.reasons import REGISTERED_OTHERWISE
from rakiza.engine.planning.values import Title, TitleKind
from rakiza.engine.reasons import Reason
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording import say
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device, DeviceVersion
from rakiza.pillars.registration import decisions, review_actions
from rakiza.pillars.registration.covering import differing
from rakiza.pillars.registration.dossier_actions import file_dossier
from rakiza.pillars.registration.enums import Request, SendBackReason
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.pillars.registration.queries import titles_for

pytestmark = pytest.mark.django_db
TEN, TWENTY = (AttributeValue("volume", Op.EQ, size, "mL") for size in (10.0, 20.0))
CODES = ("registration.to_amend", "registration.differs")


def registered(office: Office) -> RegistrationCertificate:
    device = DeviceFactory(maker=office.maker.organisation, risk_class="IIa", attributes=[])
    changed(office, device, attributes=(TEN,))
    title = decisions.grant(office.decider, to_decide(office, device=device), valid_from=TODAY())
    assert isinstance(title, RegistrationCertificate)
    return title


def changed(office: Office, device: Device, **terms: object) -> None:
    kept = Device.objects.get(pk=device.pk)
    change_device(office.maker, kept, replace(terms_of(kept), **terms), seen=current_version(kept))  # type: ignore[arg-type]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def in_plans() -> Title:
    (found,) = (one for one in titles_for(TODAY().year) if one.kind == TitleKind.REGISTRATION)
    return found


def told() -> list[tuple[str, int | None]]:
    found = Notification.objects.filter(code__in=CODES).unread().order_by("pk")
    return list(found.values_list("code", "organisation_id"))


def test_what_was_examined_is_kept_with_the_registration(office: Office) -> None:
    title = registered(office)
    assert (title.covers, title.differs_since) == (
        {"family": title.device.family, "risk_class": "IIa", "attributes": title.device.attributes},
        None,
    )
    assert (in_plans().differs, told()) == ((), [])


def test_another_characteristic_covers_nothing_and_is_told_to_both(office: Office) -> None:
    title = registered(office)

    changed(office, title.device, attributes=(TWENTY,), risk_class="IIb")

    title.refresh_from_db()
    assert title.differs_since == TODAY()
    assert (in_plans().differs, valid_spans(in_plans())) == (("risk_class", "volume"), ())
    assert told() == [
        ("registration.to_amend", office.maker.organisation.pk),
        ("registration.differs", office.authority.pk),
    ]
    row = AuditEvent.objects.get(action="registration.device_differs")
    assert (row.before, row.after) == (
        {"differs": []},
        {"differs": ["risk_class", "volume"], "since": TODAY().isoformat()},
    )


@pytest.mark.parametrize("terms", [{"name": "Autre nom", "name_en": "Other name"}, {"gtin": "6111234567895"}])
def test_names_and_numbers_may_change(office: Office, terms: dict[str, str]) -> None:
    title = registered(office)
    changed(office, title.device, **terms)
    title.refresh_from_db()
    assert (title.differs_since, in_plans().differs, told()) == (None, (), [])


def test_a_second_change_tells_only_what_is_new_and_a_return_settles_all(office: Office) -> None:
    title = registered(office)
    changed(office, title.device, attributes=(TWENTY,))
    changed(office, title.device, attributes=(replace(TWENTY, value=30.0),))
    assert len(told()) == 2
    changed(office, title.device, risk_class="III")
    assert len(told()) == 4

    changed(office, title.device, attributes=(TEN,), risk_class="IIa")

    title.refresh_from_db()
    assert (title.differs_since, in_plans().differs, told()) == (None, (), [])
    assert AuditEvent.objects.filter(action="registration.device_agrees").count() == 1


def test_an_amendment_covers_the_device_as_it_was_filed(office: Office) -> None:
    title = registered(office)
    changed(office, title.device, attributes=(TWENTY,))
    dossier = to_decide(office, device=title.device, request=Request.AMENDMENT, registration=title)
    assert in_plans().differs == ("volume",)

    decisions.grant(office.decider, dossier, valid_from=TODAY())

    title.refresh_from_db()
    assert (title.differs_since, in_plans().differs, told()) == (None, (), [])
    row = AuditEvent.objects.get(action="registration.title_amendment")
    assert [side["covers"]["attributes"][0]["value"] for side in (row.before, row.after)] == [10.0, 20.0]


def test_what_changed_after_the_filing_is_not_registered(office: Office) -> None:
    device = DeviceFactory(maker=office.maker.organisation, risk_class="IIa", attributes=[])
    dossier = to_decide(office, device=device)
    changed(office, device, attributes=(TEN,))
    page = signed_in(office.decider).get(reverse("registration:dossier", args=[dossier.pk])).content.decode()
    assert "a changé depuis le dépôt de ce dossier" in page

    title = decisions.grant(office.decider, dossier, valid_from=TODAY())

    assert isinstance(title, RegistrationCertificate)
    assert title.covers is not None
    assert (title.covers["attributes"], title.differs_since, in_plans().differs) == ([], TODAY(), ("volume",))
    assert len(told()) == 2


def test_a_renewal_may_register_what_has_changed(office: Office) -> None:
    old = registered(office)
    assert old.valid_to is not None
    changed(office, old.device, attributes=(TWENTY,))
    dossier = to_decide(office, device=old.device, request=Request.RENEWAL, registration=old)

    decisions.grant(office.decider, dossier, valid_from=old.valid_to + timedelta(days=1))

    found = [one.differs for one in titles_for(old.valid_to.year) if one.kind == TitleKind.REGISTRATION]
    assert found == [("volume",), ()]


def test_an_ended_registration_is_no_matter(office: Office) -> None:
    title = registered(office)
    RegistrationCertificate.objects.update(
        valid_from=TODAY() - timedelta(days=9), valid_to=TODAY() - timedelta(days=1)
    )
    changed(office, title.device, attributes=(TWENTY,))
    title.refresh_from_db()
    assert (title.differs_since, told()) == (None, [])


def test_the_order_in_which_attributes_are_written_is_no_difference() -> None:
    bounds = [{"name": "a", "op": "ge", "value": 1}, {"name": "a", "op": "le", "value": 2}, {"name": "b"}]
    kept = {"family": "f", "risk_class": "", "attributes": bounds}
    assert differing(kept, {**kept, "attributes": bounds[::-1]}) == ()
    assert differing(kept, {**kept, "attributes": bounds[:2]}) == ("b",)
    assert differing(None, kept) == ()


def test_the_pages_say_it_to_maker_and_officer(office: Office) -> None:
    title = registered(office)
    maker, officer = signed_in(office.maker), signed_in(office.decider)
    form = maker.get(reverse("industry:device-edit", args=[title.device_id])).content.decode()
    assert f"Ce dispositif est enregistré ({title.number})" in form
    changed(office, title.device, attributes=(TWENTY,))

    device = maker.get(reverse("industry:device", args=[title.device_id])).content.decode()
    assert "enregistré pour d'autres caractéristiques" in device.replace("&#x27;", "'")
    assert "10\u00a0mL" in device
    assert "Demander une modification" in device
    link = reverse("registration:open-dossier", args=["registration"])
    asked = maker.get(
        link, {"demande": "amendment", "dispositif": title.device_id, "certificat": title.pk, "classe": "IIa"}
    ).context["form"]
    assert [asked[name].value() for name in ("request", "device", "registration", "risk_class")] == [
        "amendment",
        str(title.device_id),
        str(title.pk),
        "IIa",
    ]
    shown = officer.get(reverse("registration:title", args=["registration", title.pk])).content.decode()
    assert "Modification à demander" in shown
    assert "Demander une modification" not in shown
    listed = officer.get(reverse("registration:list"), {"ecart": "1"})
    assert [row.title.pk for row in listed.context["rows"]] == [title.pk]
    changed(office, title.device, attributes=(TEN,))
    assert officer.get(reverse("registration:list"), {"ecart": "1"}).context["rows"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "vaut pour d'autres caractéristiques que celles du dispositif (famille, Volume)"),
        ("ar", "تخص خصائص غير خصائص المستلزم (العائلة، الحجم)"),
        ("en", "is for other characteristics than the device's (family, Volume)"),
    ],
)
def test_every_language_says_why_a_month_is_shut(language: str, said: str) -> None:
    reason = Reason.of(REGISTERED_OTHERWISE, number="EN-1", characteristics="family,volume")
    assert said in say(reason, language)


def test_a_program_reads_and_seeks_what_is_to_amend(office: Office) -> None:
    title = registered(office)
    changed(office, title.device, attributes=(TWENTY,))
    officer = Caller.of(office.decider)

    def listed(asked: str) -> list[tuple[int, list[str], str]]:
        answer = json.loads(
            officer.call("GET", f"/registration/titles/registration?to_amend={asked}").content
        )
        return [(one["id"], one["differs"], one["differs_since"]) for one in answer["items"]]

    assert listed("true") == [(title.pk, ["volume"], TODAY().isoformat())]
    assert listed("false") == []


def test_another_organisation_changes_and_reads_nothing(office: Office) -> None:
    title = registered(office)
    changed(office, title.device, attributes=(TWENTY,))
    foreign = an_actor(Role.REGISTRATION_OFFICER)
    assert signed_in(foreign).get(reverse("registration:list"), {"ecart": "1"}).context["rows"] == []
    assert Notification.objects.filter(code__in=CODES, organisation=foreign.organisation).count() == 0


def test_registrations_given_before_cover_what_their_device_was(office: Office) -> None:
    title = registered(office)
    changed(office, title.device, attributes=(TWENTY,))
    late = title.created_at + timedelta(minutes=1)
    DeviceVersion.objects.filter(device=title.device, number=current_version(title.device)).update(
        created_at=late
    )
    RegistrationCertificate.objects.update(covers=None, differs_since=None)
    migration = importlib.import_module(
        "rakiza.pillars.registration.migrations.0011_cover_what_was_registered"
    )

    migration.cover(apps, None)

    title.refresh_from_db()
    assert title.covers is not None
    assert ([one["value"] for one in title.covers["attributes"]], title.differs_since) == ([10.0], TODAY())


def test_a_dossier_sent_back_is_described_anew_when_it_is_filed_again(office: Office) -> None:
    device = DeviceFactory(maker=office.maker.organisation, attributes=[])
    dossier = a_filed(office, device=device)
    review_actions.send_back(
        office.evaluator, dossier, reason=SendBackReason.EVIDENCE, remark="Précisez le volume."
    )
    changed(office, device, attributes=(TEN,))

    file_dossier(office.maker, dossier)

    dossier.refresh_from_db()
    assert dossier.described is not None
    assert [one["value"] for one in dossier.described["attributes"]] == [10.0]

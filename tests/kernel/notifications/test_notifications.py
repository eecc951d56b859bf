from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from tests.factories import an_actor

from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import dump
from rakiza.kernel.notifications.actions import mark_read, notify, settle
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.notifications.wording import SENTENCES, sentence
from rakiza.kernel.organisations.enums import Role

pytestmark = pytest.mark.django_db
CAUSE = dump(Reason.of("eligibility.certificate_expires", number="C-1", date="2027-05-31"))
STAKE = {"amount": "412000.00", "currency": "MAD"}
PARAMS = {"plan": "Plan 2027"}


def test_a_message_awaits_its_organisation_and_role_only() -> None:
    buyer, other, maker = an_actor(Role.BUYER), an_actor(Role.BUYER), an_actor(Role.MAKER)
    own = notify("plans.published", organisation=buyer.organisation, params=PARAMS, about=buyer.organisation)
    all_buyers = notify("plans.published", role=Role.BUYER, params=PARAMS)
    both = notify("plans.published", organisation=buyer.organisation, role=Role.COORDINATOR, params=PARAMS)

    assert list(awaiting(buyer)) == [all_buyers, own]
    assert list(awaiting(other)) == [all_buyers]
    assert list(awaiting(maker)) == []
    assert list(awaiting(an_actor(Role.COORDINATOR, buyer.organisation))) == [both, own]
    assert own.link == f"organisations.organisation:{buyer.organisation.pk}"


def test_a_message_for_a_person_awaits_them_alone() -> None:
    officer = an_actor(Role.REGISTRATION_OFFICER)
    colleague = an_actor(Role.REGISTRATION_OFFICER, officer.organisation)
    place = {"organisation": officer.organisation, "role": Role.REGISTRATION_OFFICER, "params": PARAMS}
    theirs = notify("plans.published", **place, person=officer.user)
    assert list(awaiting(officer)) == [theirs]
    assert list(awaiting(colleague)) == []
    assert not mark_read(colleague, theirs.pk)

    gone = notify("plans.published", **place, person=an_actor(Role.REGISTRATION_OFFICER).user)
    assert gone.person is None
    assert list(awaiting(colleague)) == [gone]


def test_what_was_settled_awaits_nobody() -> None:
    buyer = an_actor(Role.BUYER)
    place = {"organisation": buyer.organisation, "params": PARAMS}
    for code, about in (
        ("plans.published", buyer.organisation),
        ("plans.unpublished", buyer.organisation),
        ("plans.published", None),
    ):
        notify(code, **place, about=about)
    settle(buyer.organisation, buyer.organisation, {"plans.published"})
    assert [(row.code, row.link != "") for row in awaiting(buyer)] == [
        ("plans.published", False),
        ("plans.unpublished", True),
    ]


def test_the_nearest_deadline_comes_first() -> None:
    buyer = an_actor(Role.BUYER)
    late, none, soon = (
        notify("plans.published", organisation=buyer.organisation, params=PARAMS, deadline=deadline)
        for deadline in (date(2027, 2, 1), None, date(2027, 1, 1))
    )
    assert list(awaiting(buyer)) == [soon, late, none]


def test_reading_takes_it_off_the_list_and_only_for_those_it_awaits() -> None:
    buyer = an_actor(Role.BUYER)
    message = notify("plans.published", organisation=buyer.organisation, params=PARAMS)

    assert not mark_read(an_actor(Role.BUYER), message.pk)
    assert list(awaiting(buyer)) == [message]
    assert mark_read(buyer, message.pk)
    assert not mark_read(buyer, message.pk)
    assert list(awaiting(buyer)) == []


def test_a_message_reads_as_a_sentence() -> None:
    notify("plans.published", role=Role.BUYER, params=PARAMS)
    assert str(Notification.objects.get()) == "Le plan « Plan 2027 » est publié."
    assert sentence("unknown.code", {}) == "unknown.code"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_whole(code: str) -> None:
    names = (
        "file",
        "component",
        "name",
        "problems",
        "to_confirm",
        "message",
        "organisation",
        "lines",
        "year",
        "plan",
        "covered",
        "lots",
        "reason",
        "number",
        "body",
        "maker",
        "buyer",
        "standard",
        "date",
        "first_day",
        "last_day",
        "applicant",
        "authority",
        "subject",
        "holder",
        "device",
        "outcome",
        "expert",
        "time",
        "to",
        "site",
        "laboratory",
        "reference",
    )
    said = {
        **dict.fromkeys(names, "x"),
        "lots": 3,
        "lines": 3,
        "count": 2,
        "rows": 3,
        "replaced": "x",
        "cause": CAUSE,
        "stake": STAKE,
        "amount": STAKE,
    }
    assert "%(" not in sentence(code, said)


def test_a_reason_and_an_amount_read_as_words() -> None:
    said = {"cause": CAUSE, "maker": "Atelier", "stake": STAKE, "plan": "Plan 2027"}
    found = sentence("eligibility.at_stake", {**said, "lots": 3})
    assert found == (
        "Le certificat C-1 expire le 31 mai 2027 (Atelier) : 3 lots, 412\u202f000\u00a0MAD en jeu "
        "dans le plan « Plan 2027 »."
    )
    assert "1 lot, 412" in sentence("eligibility.at_stake", {**said, "lots": 1})
    with translation.override("en"):
        assert "412\u202f000\u00a0MAD" in sentence("eligibility.at_stake", {**said, "lots": 3})


def test_what_an_arabic_sentence_says_in_another_script_stays_whole() -> None:
    said = {"number": "ENR-18", "reason": "Marquage à revoir."}

    with translation.override("ar"):
        arabic = sentence("registration.suspended", said)
    french = sentence("registration.suspended", said)

    assert "\u2068ENR-18\u2069" in arabic
    assert arabic.endswith("\u2068Marquage à revoir.\u2069")
    assert "\u2068" not in french

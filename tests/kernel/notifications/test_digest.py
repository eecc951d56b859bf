"""The daily digest: in the person's language, each message with its deadline and one link, never twice."""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client
from tests.factories import OrganisationFactory, an_actor
from typer.testing import CliRunner

from rakiza.kernel.notifications import letter
from rakiza.kernel.notifications.actions import mark_read, notify
from rakiza.kernel.notifications.commands import app
from rakiza.kernel.notifications.digest import Sent, send_digests
from rakiza.kernel.notifications.letter import Letter
from rakiza.kernel.notifications.models import Mailed, Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
PARAMS = {"plan": "Plan 2027"}


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def a_message(actor: Actor, deadline: date | None = None) -> Notification:
    return notify("plans.published", organisation=actor.organisation, params=PARAMS, deadline=deadline)


def page_of(sent: EmailMessage) -> str:
    """Return the page that goes with the text."""
    assert isinstance(sent, EmailMultiAlternatives)
    ((page, kind),) = sent.alternatives
    assert kind == "text/html"
    return str(page)


@pytest.mark.parametrize(
    ("language", "subject", "said", "until"),
    [
        ("fr", "Rakiza : 1 message vous attend", "Le plan « Plan 2027 » est publié.", "Échéance : "),
        ("en", "Rakiza: 1 message awaits you", "published", "Deadline: "),
        ("ar", "ركيزة: رسالة واحدة في انتظارك", "Plan 2027", "الأجل: "),
    ],
)
def test_it_speaks_the_persons_language(
    buyer: Actor, settings, language: str, subject: str, said: str, until: str
) -> None:
    settings.RAKIZA_ADDRESS = "https://rakiza.example"
    buyer.user.language = language
    buyer.user.save()
    message = a_message(buyer, date(2026, 12, 1))

    assert send_digests(DAY) == Sent(1, 0)

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == (subject, [buyer.user.email])
    assert said in sent.body
    assert until in sent.body
    assert sent.body.count(f"https://rakiza.example/a-traiter/{message.pk}/") == 1
    assert "https://rakiza.example/compte/" in sent.body
    page = page_of(sent)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert said.replace("'", "&#x27;") in page
    assert page.count(f'<a href="https://rakiza.example/a-traiter/{message.pk}/">') == 1
    assert "https://rakiza.example/compte/" in page


def test_a_deadline_that_has_passed_says_so(buyer: Actor) -> None:
    a_message(buyer, DAY - timedelta(1))
    a_message(buyer, DAY)

    send_digests(DAY)

    (sent,) = mail.outbox
    assert (
        "Échéance dépassée : 22 novembre 2026" in sent.body,
        "Échéance : 23 novembre 2026" in sent.body,
    ) == (
        True,
        True,
    )
    assert page_of(sent).count('class="late"') == 1


def test_who_acts_for_several_is_told_for_whom_each_message_is(buyer: Actor) -> None:
    alone = an_actor(Role.BUYER)
    second = OrganisationFactory(name="Z autre groupe")
    Membership.objects.create(user=buyer.user, organisation=second, role=Role.BUYER)
    a_message(alone)
    a_message(buyer)
    notify("plans.published", organisation=second, params=PARAMS)

    send_digests(DAY)

    bodies = {sent.to[0]: str(sent.body) for sent in mail.outbox}
    assert "Z autre groupe · acheteur\nLe plan" in bodies[buyer.user.email]
    assert f"{buyer.organisation.name} · acheteur\nLe plan" in bodies[buyer.user.email]
    assert "· acheteur" not in bodies[alone.user.email]


def test_a_name_that_holds_markup_stays_text(buyer: Actor) -> None:
    notify("plans.published", organisation=buyer.organisation, params={"plan": "<b>Plan</b>"})

    send_digests(DAY)

    assert "« &lt;b&gt;Plan&lt;/b&gt; »" in page_of(mail.outbox[0])


def test_nothing_leaves_twice(buyer: Actor) -> None:
    a_message(buyer)

    assert [send_digests(DAY), send_digests(DAY), send_digests(DAY + timedelta(1))] == [
        Sent(1, 0),
        Sent(0, 0),
        Sent(0, 0),
    ]
    a_message(buyer)
    assert send_digests(DAY) == Sent(0, 0)  # one a day
    assert send_digests(DAY + timedelta(1)) == Sent(1, 0)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("leaves", [True, False])
def test_a_crash_between_the_mark_and_the_mail_sends_nothing_twice(buyer: Actor, leaves: bool) -> None:
    message = a_message(buyer)

    def cut(letter: Letter, address: str) -> int:
        if leaves:
            mail.send_mail(letter.subject, letter.text, None, [address])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_digests(DAY, send=cut)

    assert send_digests(DAY) == Sent(0, 0)
    assert send_digests(DAY + timedelta(1)) == Sent(0, 0)
    assert len(mail.outbox) == int(leaves)
    assert list(Notification.objects.unread()) == [message]  # it still waits in the inbox


def test_a_crash_before_the_mark_leaves_no_mark(buyer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    a_message(buyer)

    def cut(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Mailed.objects, "bulk_create", cut)
        with pytest.raises(KeyboardInterrupt):
            send_digests(DAY)

    assert (Mailed.objects.count(), mail.outbox) == (0, [])
    assert send_digests(DAY) == Sent(1, 0)


def test_what_the_server_refuses_is_tried_again(buyer: Actor) -> None:
    a_message(buyer)
    other = an_actor(Role.MAKER)
    a_message(other)

    def refuse(letter: Letter, address: str) -> int:
        if address == buyer.user.email:
            raise SMTPRecipientsRefused({})
        return mail.send_mail(letter.subject, letter.text, None, [address])

    assert send_digests(DAY, send=refuse) == Sent(1, 1)
    assert send_digests(DAY) == Sent(1, 0)
    assert [one.to for one in mail.outbox] == [[other.user.email], [buyer.user.email]]


def test_it_goes_to_those_whom_it_awaits_and_who_want_it(buyer: Actor) -> None:
    without, gone, other = (an_actor(Role.BUYER, buyer.organisation) for _ in range(3))
    type(without.user).objects.filter(pk=without.user.pk).update(digest=False)
    type(gone.user).objects.filter(pk=gone.user.pk).update(is_active=False)
    Membership.objects.filter(user=other.user).update(valid_to=DAY - timedelta(1))
    an_actor(Role.MAKER)
    a_message(buyer)

    assert send_digests(DAY) == Sent(1, 0)
    assert mail.outbox[0].to == [buyer.user.email]


def test_what_was_read_is_not_mailed_and_deadlines_come_first(buyer: Actor, monkeypatch) -> None:
    monkeypatch.setattr(letter, "LONGEST", 2)
    read = a_message(buyer)
    mark_read(buyer, read.pk)
    late, none, soon = (a_message(buyer, day) for day in (date(2027, 2, 1), None, date(2027, 1, 1)))

    send_digests(DAY)

    body = mail.outbox[0].body
    assert body.index(f"/a-traiter/{soon.pk}/") < body.index(f"/a-traiter/{late.pk}/")
    assert f"/a-traiter/{none.pk}/" not in body
    assert "Et 1 autre message\n" in body


def test_the_link_opens_as_the_organisation_that_it_awaits(buyer: Actor) -> None:
    second = OrganisationFactory(name="Z autre groupe")
    other = Membership.objects.create(user=buyer.user, organisation=second, role=Role.BUYER)
    message = notify("plans.published", organisation=second, params=PARAMS, about=second)
    client, stranger = Client(), Client()
    client.force_login(buyer.user)
    stranger.force_login(an_actor(Role.BUYER).user)

    answer = client.get(f"/a-traiter/{message.pk}/")

    assert (answer.status_code, answer.url) == (302, f"/organisations/{second.pk}/")  # type: ignore[attr-defined]
    assert client.session["membership"] == other.pk
    assert stranger.get(f"/a-traiter/{message.pk}/").status_code == 404


def test_the_command_says_what_it_did(buyer: Actor, settings) -> None:
    a_message(buyer)
    off = CliRunner().invoke(app, ["digest"])
    settings.RAKIZA_MAILS = True
    done = CliRunner().invoke(app, ["digest"])

    assert (off.exit_code, done.exit_code) == (2, 0)
    assert "Résumés envoyés : 1" in done.output


def test_one_turns_it_off_on_ones_account(buyer: Actor) -> None:
    client = Client()
    client.force_login(buyer.user)

    client.post("/compte/", {"name": buyer.user.name, "language": "fr"})

    buyer.user.refresh_from_db()
    assert not buyer.user.digest

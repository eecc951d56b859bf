"""`rakiza step` and `rakiza show`: a named account, its roles and its language; nothing else than the API does."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.factories.keys import membership_of
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import approve_delegation, delegate
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Proposal
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.registration.models import Dossier, DossierDocument

pytestmark = pytest.mark.django_db
runner = CliRunner()


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def case(maker: Actor, officer: Actor) -> CertificationCase:
    return CertificationCase.objects.create(
        maker=maker.organisation,
        body=officer.organisation,
        scheme="system",
        standard="ISO 9001",
        state="filed",
    )


def step(*words: str) -> tuple[int, str, str]:
    """Return the exit code and what is written, to the reader and about what went wrong."""
    done = runner.invoke(app, ["step", *words])
    return done.exit_code, done.stdout, done.stderr


def accept(case: CertificationCase, *options: str) -> tuple[int, str, str]:
    return step(f"certification/cases/{case.pk}", "accept", *options)


def test_a_step_is_done_in_the_persons_name(case: CertificationCase, officer: Actor) -> None:
    code, told, wrong = accept(case, "--as", officer.user.email.upper())

    case.refresh_from_db()
    assert (code, wrong, case.state) == (0, "", "accepted")
    assert json.loads(told)["state"] == "accepted"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.user, event.organisation, event.role) == (
        "certification.case_accept",
        officer.user,
        officer.organisation,
        officer.role,
    )
    assert event.origin.startswith("command ")
    assert "@" in event.origin


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le dossier a changé entre-temps : rechargez la page."),
        ("ar", "تغيّر الملف في الأثناء: أعد تحميل الصفحة."),
        ("en", "The case has changed meanwhile: reload the page."),
    ],
)
def test_a_refused_step_says_why_in_the_persons_language_and_changes_nothing(
    case: CertificationCase, officer: Actor, language: str, sentence: str
) -> None:
    User.objects.filter(pk=officer.user.pk).update(language=language)
    CertificationCase.objects.update(state="decision")

    code, told, wrong = accept(case, "--as", officer.user.email)

    case.refresh_from_db()
    assert (code, told, wrong.strip(), case.state) == (1, "", sentence, "decision")
    assert not AuditEvent.objects.exists()
    kept = RefusedAct.objects.get()
    assert (kept.user, kept.code, kept.origin.split()[0]) == (officer.user, "case.state", "command")


def test_a_wrong_field_is_named(case: CertificationCase, officer: Actor) -> None:
    code, _told, wrong = step(
        f"certification/cases/{case.pk}", "send-back", "--as", officer.user.email, "-f", "reason=lost"
    )

    case.refresh_from_db()
    assert (code, case.state) == (1, "filed")
    assert wrong.splitlines() == [
        "Une valeur au moins n'est pas acceptée. Rien n'a été changé.",
        "  reason: Cette valeur n'est pas un choix possible.",
        "  remark: Cette valeur manque.",
    ]


def test_fields_are_taken_as_the_act_takes_them(maker: Actor) -> None:
    authority = an_actor(Role.REGISTRATION_OFFICER).organisation
    fields = ["process=declaration", f"authority={authority.pk}", "activities=export", "activities=import"]

    code, told, wrong = step(
        "registration/dossiers", "--as", maker.user.email, *(word for one in fields for word in ("-f", one))
    )

    assert (code, wrong) == (0, "")
    dossier = Dossier.objects.get()
    assert (dossier.applicant, dossier.authority, dossier.activities) == (
        maker.organisation,
        authority,
        ["export", "import"],
    )
    assert json.loads(told)["id"] == dossier.pk


def test_a_file_is_joined(maker: Actor, tmp_path: Path) -> None:
    device = DeviceFactory(maker=maker.organisation)
    dossier = Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=maker.organisation,
        authority=an_actor(Role.REGISTRATION_OFFICER).organisation,
        device=device,
        risk_class="I",
    )
    piece = tmp_path / 'notice "1".pdf'
    piece.write_bytes(b"%PDF-1.7 notice")
    about = f"registration/dossiers/{dossier.pk}"
    fields = ["-f", "section=1.04", "-f", "language=fr", "--as", maker.user.email]

    code, told, wrong = step(about, "documents", *fields, "--file", str(piece))

    assert (code, wrong) == (0, "")
    document = DossierDocument.objects.get()
    assert (document.file.original_name, document.file.media_type) == ('notice "1".pdf', "application/pdf")
    assert [one["name"] for one in json.loads(told)["documents"]] == ['notice "1".pdf']
    assert step(about, "documents", *fields)[0] == 1
    assert step(about, "file", "--as", maker.user.email, "--file", str(piece))[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("certification/cases/1", "accept"),
        ("certification/cases/1", "dance", "--as", "OFFICER"),
        ("certification/dances/1", "accept", "--as", "OFFICER"),
        ("certification/cases/1", "accept", "--as", "nobody@example.org"),
        ("certification/cases/1", "accept", "--as", "OFFICER", "-f", "reason"),
        ("certification/cases/1", "accept", "--as", "OFFICER", "--organisation", "Ailleurs"),
        ("certification/cases/1", "accept", "--as", "OFFICER", "--role", "maker"),
    ],
)
def test_words_that_mean_nothing_do_nothing(officer: Actor, words: tuple[str, ...]) -> None:
    code, told, wrong = step(*(officer.user.email if word == "OFFICER" else word for word in words))

    assert (code, told) == (2, "")
    assert wrong.strip()
    assert not AuditEvent.objects.exists()


def test_who_acts_for_several_says_for_which(case: CertificationCase, officer: Actor, maker: Actor) -> None:
    Membership.objects.create(
        user=officer.user, organisation=an_actor(Role.BUYER).organisation, role=Role.BUYER
    )

    code, _told, wrong = accept(case, "--as", officer.user.email)
    assert code == 2
    assert f"--organisation {officer.organisation.pk} --role certification_officer" in wrong
    case.refresh_from_db()
    assert case.state == "filed"

    own = officer.organisation.name
    assert accept(case, "--as", officer.user.email, "--organisation", own)[0] == 0


def test_a_closed_account_does_nothing(case: CertificationCase, officer: Actor) -> None:
    User.objects.filter(pk=officer.user.pk).update(is_active=False)

    code, told, wrong = accept(case, "--as", officer.user.email)

    assert (code, told) == (1, "")
    assert "désactivé" in wrong
    assert RefusedAct.objects.get().code == "account_closed"
    case.refresh_from_db()
    assert case.state == "filed"


def test_an_expired_delegation_does_nothing(case: CertificationCase, officer: Actor) -> None:
    colleague = an_actor(Role.BUYER, officer.organisation)
    delegate(officer, membership_of(officer), to=colleague.user, until=timezone.localdate())
    lent = approve_delegation(an_actor(Role.CLUSTER_STAFF), Proposal.objects.get())
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=lent.pk).update(valid_from=yesterday, valid_to=yesterday)
    role = ("--role", "certification_officer")

    over = accept(case, "--as", colleague.user.email, *role)
    Membership.objects.filter(pk=membership_of(colleague).pk).delete()
    nobody = accept(case, "--as", colleague.user.email, *role)

    assert (over[:2], "n'est plus en vigueur : rien n'a été fait" in over[2]) == ((1, ""), True)
    assert (nobody[:2], "aucune organisation active" in nobody[2]) == ((1, ""), True)
    kept = RefusedAct.objects.order_by("pk").values_list("user", "code")
    assert list(kept) == [(colleague.user.pk, "membership_ended"), (colleague.user.pk, "no_membership")]
    case.refresh_from_db()
    assert case.state == "filed"


def test_an_officer_of_the_makers_group_does_nothing(case: CertificationCase, officer: Actor) -> None:
    Membership.objects.create(user=officer.user, organisation=case.maker, role=Role.MAKER)

    code, _told, _wrong = accept(case, "--as", officer.user.email, "--role", "certification_officer")

    assert code == 1
    assert RefusedAct.objects.get().code == "not_allowed:certification.handle"
    case.refresh_from_db()
    assert case.state == "filed"


def test_what_the_account_may_read_is_shown(case: CertificationCase, officer: Actor, maker: Actor) -> None:
    def show(*words: str) -> tuple[int, str]:
        done = runner.invoke(app, ["show", *words])
        return done.exit_code, done.stdout

    code, told = show("certification/cases", "--as", officer.user.email, "-f", "state=filed")
    assert (code, [row["id"] for row in json.loads(told)["items"]]) == (0, [case.pk])
    assert show("me", "--as", maker.user.email)[0] == 0
    assert show(f"certification/cases/{case.pk}", "--as", an_actor(Role.MAKER).user.email) == (1, "")
    assert show(f"certification/cases/{case.pk}") == (2, "")


def test_the_acts_are_listed_with_their_fields() -> None:
    code, told, _wrong = step("--list")

    assert code == 0
    lines = [line.split("\t") for line in told.splitlines()]
    assert ["certification/cases/{number} send-back", "Send a case back", "reason remark"] in lines
    assert [
        "registration/dossiers/{number} documents",
        "Join a document to a dossier",
        "section language file",
    ] in lines
    assert ["devices/{number} withdraw", "Withdraw a device", ""] in lines

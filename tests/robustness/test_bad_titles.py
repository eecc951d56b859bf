"""What is wrong with a title or a dossier, three ways: on its page, by the API, by command.

Each is refused with its sentence, written down under its code, and leaves tables and trail as they were.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.factories.keys import a_key
from tests.pillars.certification import office as bodies
from tests.pillars.registration.office import TODAY, a_draft, a_filed, an_office, complete, give, to_decide
from tests.robustness.test_bad_input import browser, counts
from tests.web.api.caller import Caller
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification import actions as certificates
from rakiza.pillars.certification import case_actions
from rakiza.pillars.certification.enums import DocumentKind
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.registration import actions as titles
from rakiza.pillars.registration import decisions, dossier_actions
from rakiza.pillars.registration.enums import DocumentStatus, Process, Request
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate
from rakiza.pillars.registration.moving import clock_of
from rakiza.pillars.registration.process import registration_ends_on

pytestmark = pytest.mark.django_db
START, END = date(2024, 1, 1), date(2029, 12, 31)


@dataclass(frozen=True)
class Try:
    """The same act three ways; `about` and `act` are the words of the command, which make the API's address."""

    who: Actor
    page: str
    fields: Mapping[str, object]
    about: str
    act: str
    body: Mapping[str, object]
    said: str
    code: str
    status: int = 422
    piece: bytes = field(default=b"")

    @property
    def path(self) -> str:
        """The address of the API."""
        between = "/" if self.piece else "/transitions/"
        return f"/{self.about}{between}{self.act}" if self.act else f"/{self.about}"


def day(after: int) -> str:
    return (TODAY() + timedelta(days=after)).isoformat()


def a_certificate(
    officer: Actor, maker: Organisation | None = None, standard: str = "ISO 13485:2016"
) -> Certificate:
    return certificates.issue_certificate(
        officer,
        maker=maker or OrganisationFactory(kind=OrganisationKind.MAKER),
        standard=standard,
        number="C-1",
        valid_from=START,
        valid_to=END,
    )


def a_registration(officer: Actor, **device: object) -> RegistrationCertificate:
    return titles.register_device(
        officer, device=DeviceFactory(**device), number="R-1", valid_from=START, valid_to=END
    )


def tied_to(officer: Actor, maker: Organisation) -> Actor:
    """Make an officer a buyer of the maker's group too."""
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    Organisation.objects.filter(pk=maker.pk).update(parent=group)
    Membership.objects.create(user=officer.user, organisation=group, role=Role.BUYER, valid_from=START)
    return officer


def _grant(code: str, said: str, process: Process, first: str, last: str = "") -> Try:
    office = an_office()
    dossier = to_decide(office, process)
    given = {"valid_from": first} | ({"valid_to": last} if last else {})
    return Try(
        office.decider,
        reverse("registration:dossier-step", args=[dossier.pk, "accorder"]),
        {f"accorder-{name}": value for name, value in given.items()},
        f"registration/dossiers/{dossier.pk}",
        "grant",
        given,
        said,
        code,
    )


def title_before_its_decision() -> Try:
    return _grant("registration.before_decision", "précéder sa décision", Process.REGISTRATION, day(-1))


def _proposed(code: str, said: str, **dates: str) -> Try:
    officer = an_actor(Role.REGISTRATION_OFFICER)
    given = {
        "device": DeviceFactory().pk,
        "number": "R-1",
        "decided_on": START.isoformat(),
        "valid_from": START.isoformat(),
        "valid_to": END.isoformat(),
        **dates,
    }
    address = reverse("registration:grant", args=["registration"])
    return Try(officer, address, given, "registration/registrations", "", given, said, code)


def proposed_title_before_its_decision() -> Try:
    early = (START - timedelta(days=1)).isoformat()
    return _proposed("registration.before_decision", "précéder sa décision", valid_from=early)


def proposed_title_decided_tomorrow() -> Try:
    return _proposed("registration.future_decision", "à venir", decided_on=day(1), valid_from=day(1))


def proposed_title_backwards() -> Try:
    early = (START - timedelta(days=1)).isoformat()
    return _proposed("registration.dates", "précède son début", valid_to=early)


def title_backwards() -> Try:
    return _grant("registration.dates", "précède", Process.AUTHORISATION, day(0), day(-1))


def certificate_before_its_decision() -> Try:
    office = bodies.an_office()
    case = bodies.an_audited(office)
    given = {"number": "C-1", "valid_from": day(-1)}
    return Try(
        office.decider,
        reverse("certification:case-step", args=[case.pk, "certifier"]),
        {f"certifier-{name}": value for name, value in given.items()},
        f"certification/cases/{case.pk}",
        "grant",
        given,
        "précéder sa décision",
        "case.before_decision",
    )


def _audit(code: str, said: str, *, stages: int, on: str) -> Try:
    office = bodies.an_office()
    case = bodies.an_agreed(office)
    for stage in range(stages):
        case_actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
        if stage < stages - 1:
            case_actions.hold_audit(
                office.auditor,
                case,
                held_on=TODAY(),
                outcome="conclusive",
                note="Vu.",  # type: ignore[arg-type]
            )
    type(case).objects.filter(pk=case.pk).update(filed_on=TODAY() - timedelta(days=9))
    given = {"held_on": on, "outcome": "conclusive", "note": "Vu."}
    return Try(
        office.auditor,
        reverse("certification:case-step", args=[case.pk, "tenir"]),
        {f"tenir-{name}": value for name, value in given.items()},
        f"certification/cases/{case.pk}",
        "hold",
        given,
        said,
        code,
    )


def audit_before_the_filing() -> Try:
    return _audit("case.before_filing", "précéder le dépôt", stages=1, on=day(-10))


def second_stage_before_the_first() -> Try:
    return _audit("case.before_stage", "précéder l'étape d'avant", stages=2, on=day(-3))


def _end_of_certificate(step: str, act: str, on: date, code: str, said: str) -> Try:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    kept = a_certificate(officer)
    given = {"on": on.isoformat(), "reason": "Contrôle"}
    return Try(
        officer,
        reverse("certification:change", args=[kept.pk, step]),
        {f"{step}-{name}": value for name, value in given.items()},
        f"certification/certificates/{kept.pk}",
        act,
        given,
        said,
        code,
    )


def suspended_before_it_began() -> Try:
    before = START - timedelta(days=1)
    return _end_of_certificate(
        "suspendre", "suspend", before, "certification.before_start", "début de validité"
    )


def withdrawn_after_its_end() -> Try:
    after = END + timedelta(days=1)
    return _end_of_certificate("retirer", "withdraw", after, "certification.after_end", "fin de validité")


def title_withdrawn_before_it_began() -> Try:
    officer = an_actor(Role.REGISTRATION_OFFICER)
    kept = a_registration(officer)
    given = {"on": (START - timedelta(days=1)).isoformat(), "reason": "Contrôle"}
    return Try(
        officer,
        reverse("registration:change", args=["registration", kept.pk, "retirer"]),
        {f"retirer-{name}": value for name, value in given.items()},
        f"registration/titles/registration/{kept.pk}",
        "withdraw",
        given,
        "début de validité",
        "registration.before_start",
    )


def certificate_for_ones_own_group() -> Try:
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    officer = tied_to(an_actor(Role.CERTIFICATION_OFFICER), maker)
    given = {
        "maker": maker.pk,
        "scheme": "system",
        "standard": "ISO 13485:2016",
        "number": "C-1",
        "decided_on": START.isoformat(),
        "valid_from": START.isoformat(),
        "valid_to": END.isoformat(),
    }
    address = reverse("certification:issue")
    said, code = "Vous agissez aussi pour le fabricant", "certification.tied"
    return Try(officer, address, given, "certification/certificates", "", given, said, code)


def registration_for_ones_own_group() -> Try:
    device = DeviceFactory()
    officer = tied_to(an_actor(Role.REGISTRATION_OFFICER), device.maker)
    given = {
        "device": device.pk,
        "number": "R-1",
        "decided_on": START.isoformat(),
        "valid_from": START.isoformat(),
        "valid_to": END.isoformat(),
    }
    address = reverse("registration:grant", args=["registration"])
    said, code = "Vous agissez aussi pour le fabricant", "registration.tied"
    return Try(officer, address, given, "registration/registrations", "", given, said, code)


def suspension_lifted_for_ones_own_group() -> Try:
    officer = an_actor(Role.REGISTRATION_OFFICER)
    kept = a_registration(officer)
    titles.suspend_title(officer, kept, on=TODAY(), reason="Contrôle")
    tied_to(officer, kept.device.maker)
    return Try(
        officer,
        reverse("registration:change", args=["registration", kept.pk, "retablir"]),
        {},
        f"registration/titles/registration/{kept.pk}",
        "reinstate",
        {},
        "rôle",
        "not_allowed:registration.change",
        status=403,
    )


def _opened(who: Actor, code: str, said: str, authority: Organisation, **given: object) -> Try:
    fields = {"authority": authority.pk, "risk_class": "IIa", **given}
    return Try(
        who,
        reverse("registration:open-dossier", args=["registration"]),
        fields,
        "registration/dossiers",
        "",
        {"process": "registration", **fields},
        said,
        code,
    )


def renewal_for_another_device() -> Try:
    office = an_office()
    kept = a_registration(office.evaluator, maker=office.maker.organisation)
    other = DeviceFactory(maker=office.maker.organisation)
    return _opened(
        office.maker, "dossier.title_device", "celui d'un autre dispositif", office.authority,
        request="renewal", device=other.pk, registration=kept.pk,
    )  # fmt: skip


def transfer_to_a_device_of_another_family() -> Try:
    office, taker = an_office(), an_actor(Role.MAKER)
    kept = a_registration(office.evaluator, maker=office.maker.organisation, family="urine_bag")
    dossier_actions.offer_transfer(office.maker, kept, to=taker.organisation)
    other = DeviceFactory(maker=taker.organisation, family="surgical_mask")
    return _opened(
        taker, "dossier.transfer_device", "pas de la même famille", office.authority,
        request="transfer", device=other.pk, registration=kept.pk,
    )  # fmt: skip


def dossier_of_another_class() -> Try:
    office = an_office()
    device = DeviceFactory(maker=office.maker.organisation, risk_class="III")
    return _opened(
        office.maker, "dossier.other_class", "est de « classe III »", office.authority,
        request="initial", device=device.pk,
    )  # fmt: skip


def _renewed(code: str, said: str, *, standard: str = "ISO 13485:2016", withdrawn: bool = False) -> Try:
    officer, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    kept = a_certificate(officer, maker.organisation)
    if withdrawn:
        certificates.withdraw_certificate(officer, kept, on=TODAY(), reason="Contrôle")
    given = {"body": officer.organisation.pk, "scheme": "system", "standard": standard, "renews": kept.pk}
    return Try(maker, reverse("certification:open-case"), given, "certification/cases", "", given, said, code)


def renewal_of_another_standard() -> Try:
    return _renewed("case.other_standard", "celui d'une autre norme", standard="ISO 9001:2015")


def renewal_of_what_was_withdrawn() -> Try:
    return _renewed("case.certificate_ended", "a pris fin", withdrawn=True)


def a_piece_of_another_makers_case() -> Try:
    first, second = bodies.an_office(), bodies.an_office()
    content = b"%PDF-1.4 manuel commun"
    bodies.give(first, bodies.a_draft(first), DocumentKind.MANUAL, b"manuel commun")
    case = bodies.a_draft(second)
    return Try(
        second.maker,
        reverse("certification:add-document", args=[case.pk]),
        {"kind": "manual"},
        f"certification/cases/{case.pk}",
        "documents",
        {"kind": "manual"},
        "autre entreprise",
        "case.foreign_file",
        piece=content,
    )


CASES: list[Callable[[], Try]] = [
    title_before_its_decision,
    proposed_title_before_its_decision,
    proposed_title_decided_tomorrow,
    proposed_title_backwards,
    title_backwards,
    certificate_before_its_decision,
    audit_before_the_filing,
    second_stage_before_the_first,
    suspended_before_it_began,
    withdrawn_after_its_end,
    title_withdrawn_before_it_began,
    certificate_for_ones_own_group,
    registration_for_ones_own_group,
    suspension_lifted_for_ones_own_group,
    renewal_for_another_device,
    transfer_to_a_device_of_another_family,
    dossier_of_another_class,
    renewal_of_another_standard,
    renewal_of_what_was_withdrawn,
    a_piece_of_another_makers_case,
]


@pytest.mark.parametrize("case", CASES, ids=[case.__name__ for case in CASES])
def test_a_wrong_act_is_refused_on_page_by_api_and_by_command(
    case: Callable[[], Try], tmp_path: Path
) -> None:
    tried = case()
    client = browser(tried.who)
    client.get("/")
    a_key(tried.who, name="Autre")
    caller = Caller.of(tried.who)
    before, refused = counts(), RefusedAct.objects.count()

    on_page, page = _on_page(tried)
    answer = _by_api(tried, caller)
    command = _by_command(tried, tmp_path)

    assert on_page == tried.status
    assert tried.said in unescape(page)
    assert answer["code"] == tried.code.split(":")[0]
    assert tried.said in answer["detail"]
    assert (command.exit_code, command.stdout) == (1, "")
    assert tried.said in command.stderr
    assert counts() == before
    rows = RefusedAct.objects.order_by("pk")[refused:]
    assert [row.code for row in rows] == [tried.code] * 3
    assert {(row.user, row.organisation) for row in rows} == {(tried.who.user, tried.who.organisation)}
    assert verify_chain().intact


def _on_page(tried: Try) -> tuple[int, str]:
    client = browser(tried.who)
    piece = {"file": SimpleUploadedFile("piece.pdf", tried.piece)} if tried.piece else {}
    answer = client.post(tried.page, {**tried.fields, **piece})
    shown = client.get(answer.url) if answer.status_code == 302 else answer
    return answer.status_code, shown.content.decode()


def _by_api(tried: Try, caller: Caller) -> dict[str, str]:
    if tried.piece:
        answer = caller.join(tried.path, tried.body, SimpleUploadedFile("piece.pdf", tried.piece))
    else:
        answer = caller.post(tried.path, tried.body)
    found: dict[str, str] = json.loads(answer.content)  # type: ignore[attr-defined]
    return found


def _by_command(tried: Try, folder: Path) -> object:
    given = [word for name, value in tried.body.items() for word in ("--field", f"{name}={value}")]
    if tried.piece:
        (folder / "piece.pdf").write_bytes(tried.piece)
        given += ["--file", str(folder / "piece.pdf")]
    return CliRunner().invoke(
        app, ["step", tried.about, tried.act, "--as", tried.who.user.email, "--role", tried.who.role, *given]
    )


def test_a_certificate_of_a_site_is_of_the_makers_own_site() -> None:
    officer, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    foreign = Site.objects.create(
        organisation=OrganisationFactory(), kind="plant", name="U", city="V", region="MA-01"
    )
    before = counts()
    with pytest.raises(Refused, match="autre entreprise"):
        certificates.issue_certificate(
            officer, maker=maker.organisation, standard="ISO 13485:2016", number="C-1",
            valid_from=START, valid_to=END, site=foreign,
        )  # fmt: skip
    assert counts() == before


def test_a_case_about_a_site_gives_a_certificate_of_that_site() -> None:
    office = bodies.an_office()
    site = Site.objects.create(
        organisation=office.maker.organisation, kind="plant", name="Usine 2", city="Fès", region="MA-03"
    )
    case = bodies.an_audited(office)
    type(case).objects.filter(pk=case.pk).update(site=site)
    made = case_actions.grant_case(office.decider, case, number="C-1", valid_from=TODAY())
    page = browser(office.maker).get(reverse("certification:certificate", args=[made.pk])).content.decode()
    assert (made.site, "Usine 2 · Fès" in page) == (site, True)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 10, 22, 59, tzinfo=UTC), date(2027, 1, 10)),
        (datetime(2027, 1, 10, 23, 1, tzinfo=UTC), date(2027, 1, 11)),  # an hour ahead of UTC
        (datetime(2027, 2, 20, 23, 1, tzinfo=UTC), date(2027, 2, 20)),  # Ramadan: back at UTC
        (datetime(2027, 2, 21, 0, 1, tzinfo=UTC), date(2027, 2, 21)),
    ],
)
def test_the_clock_starts_on_the_countrys_day(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date
) -> None:
    office = an_office()
    dossier = a_draft(office)
    complete(office, dossier)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    dossier_actions.file_dossier(office.maker, dossier)

    kept = Dossier.objects.get(pk=dossier.pk)
    clock = clock_of(kept)
    assert (kept.filed_on, kept.due_on) == (day, day + timedelta(days=120))
    assert clock is not None
    assert (clock.used, clock.remaining) == (0, 120)


def test_a_decision_cut_short_leaves_nothing_and_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    office = an_office()
    dossier = to_decide(office)
    before = counts()

    def cut(*_args: object, **_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(decisions, "tell_applicant", cut)
    with pytest.raises(KeyboardInterrupt):
        decisions.grant(office.decider, dossier, valid_from=TODAY())
    assert counts() == before
    assert not dossier.documents.exclude(status=DocumentStatus.TO_REVIEW).exists()
    monkeypatch.undo()

    title = decisions.grant(office.decider, dossier, valid_from=TODAY())

    assert title.number == f"EN-{TODAY().year}-00001"  # the number that was being given isn't lost
    assert title.valid_to == registration_ends_on("IIa", TODAY())
    assert verify_chain().intact


def test_a_dossier_that_ended_has_nothing_left_to_examine() -> None:
    office = an_office()
    granted, given_up = to_decide(office), a_filed(office)
    replaced = a_draft(office)
    give(office, replaced, "1.04", "une")
    give(office, replaced, "1.04", "deux")
    decisions.grant(office.decider, granted, valid_from=TODAY())
    dossier_actions.cancel_dossier(office.maker, given_up)

    said = [set(one.documents.values_list("status", flat=True)) for one in (granted, given_up)]
    versions = replaced.documents.order_by("version").values_list("status", flat=True)

    assert said == [{DocumentStatus.DECIDED}, {DocumentStatus.UNREAD}]
    assert list(versions) == [DocumentStatus.REPLACED, DocumentStatus.TO_REVIEW]
    page = browser(office.maker).get(reverse("registration:dossier", args=[granted.pk])).content.decode()
    assert "jugée avec le dossier" in page
    assert "à examiner" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Transféré à Repreneur"), ("ar", "المتسلم"), ("en", "Transferred to Repreneur")],
)
def test_why_a_title_passed_on_is_said_in_the_readers_language(language: str, words: str) -> None:
    office, taker = an_office(), an_actor(Role.MAKER)
    Organisation.objects.filter(pk=taker.organisation.pk).update(name="Repreneur", name_ar="المتسلم")
    kept = a_registration(office.evaluator, maker=office.maker.organisation)
    kept.state, kept.ended_by, kept.transfer_to = "withdrawn", Request.TRANSFER, taker.organisation
    kept.ended_on = TODAY()
    kept.save()
    client = browser(office.maker)
    client.cookies["django_language"] = language

    page = client.get(reverse("registration:title", args=["registration", kept.pk])).content.decode()

    assert words in unescape(page)


def test_an_officer_of_the_group_reads_no_internal_word_by_page_or_api() -> None:
    office = an_office()
    dossier = to_decide(office)
    Dossier.objects.filter(pk=dossier.pk).update(internal_note="Rapport réservé")
    tied_to(office.decider, dossier.applicant)
    client, caller = browser(office.decider), Caller.of(office.decider)
    third = Caller.of(an_actor(Role.REGISTRATION_OFFICER, office.authority))
    address = f"/registration/dossiers/{dossier.pk}"

    page = client.get(reverse("registration:dossier", args=[dossier.pk])).content.decode()
    shown = json.loads(caller.get(address).content)  # type: ignore[attr-defined]
    listed = json.loads(caller.get("/registration/dossiers").content)["items"][0]  # type: ignore[attr-defined]
    apart = json.loads(third.get("/registration/dossiers").content)["items"][0]  # type: ignore[attr-defined]

    assert "Rapport réservé" not in page
    assert [one["internal_note"] for one in (shown, listed)] == [None, None]
    assert apart["internal_note"] == "Rapport réservé"

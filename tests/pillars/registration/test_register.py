"""The public register: what everybody reads, what nobody does, and the check of a QR code."""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import (
    TODAY,
    Office,
    a_device,
    a_filed,
    an_office,
    to_decide,
)

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.formats import day as in_words
from rakiza.pillars.registration import commission, decisions, minutes_pdf, register, review_actions
from rakiza.pillars.registration.actions import (
    authorise_device,
    register_device,
    suspend_title,
    withdraw_title,
)
from rakiza.pillars.registration.certificate_pdf import verification_address, write_certificate_pdf
from rakiza.pillars.registration.enums import (
    AuthorisationPurpose,
    Opinion,
    Process,
    PublicState,
    Request,
    TitleState,
)
from rakiza.pillars.registration.minutes_pdf import write_minutes_pdf
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.pillars.registration.open_data_views import NAMES
from rakiza.pillars.registration.public_cache import KeptPages
from rakiza.pillars.registration.register import Wanted, public_state, public_titles
from rakiza.pillars.registration.schemas import PublicTitleShown

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


def a_title(
    officer: Actor, number: str = "R-1", *, first: int = -10, last: int = 400
) -> RegistrationCertificate:
    return register_device(
        officer,
        device=DeviceFactory(),
        number=number,
        valid_from=TODAY() + timedelta(days=first),
        valid_to=TODAY() + timedelta(days=last),
    )


def each_state(officer: Actor) -> dict[PublicState, RegistrationCertificate]:
    made = {
        PublicState.VALID: a_title(officer, "R-VALIDE"),
        PublicState.UPCOMING: a_title(officer, "R-AVENIR", first=5),
        PublicState.EXPIRED: a_title(officer, "R-EXPIRE", last=-1),
        PublicState.SUSPENDED: a_title(officer, "R-SUSPENDU"),
        PublicState.WITHDRAWN: a_title(officer, "R-RETIRE"),
    }
    suspend_title(officer, made[PublicState.SUSPENDED], on=TODAY(), reason="Plainte confidentielle")
    withdraw_title(officer, made[PublicState.WITHDRAWN], on=TODAY(), reason="Plainte confidentielle")
    return made


def page(name: str, *args: object, status: int = 200, **query: str) -> str:
    response = Client().get(reverse(f"registration:{name}", args=args), query)
    assert response.status_code == status
    return b"".join(response).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("state", list(PublicState))
def test_a_qr_code_says_how_the_title_stands(officer: Actor, state: PublicState) -> None:
    title = each_state(officer)[state]
    shown = page("verify", title.verification_code)
    assert str(state.label) in shown
    assert title.number in shown
    assert ("il est en vigueur aujourd'hui" in shown) == (state == PublicState.VALID)
    assert "confidentielle" not in shown


def test_an_end_to_come_is_not_public_before_its_day(officer: Actor) -> None:
    """A suspension or a withdrawal that is decided ahead is the holder's and the authority's until it takes effect."""
    titles = [a_title(officer, "R-1"), a_title(officer, "R-2")]
    day = TODAY() + timedelta(days=9)
    suspend_title(officer, titles[0], on=day, reason="Plainte confidentielle")
    withdraw_title(officer, titles[1], on=day, reason="Plainte confidentielle")

    shown = page("register") + page("register-csv") + page("register-json")
    for title in titles:
        shown += page("register-title", "registration", title.pk) + page("verify", title.verification_code)
        shown += Client().get(f"/api/v1/register/registration/{title.pk}").content.decode()

    assert shown.count("R-1") >= 5
    for said in (day.isoformat(), in_words(day), "confidentielle"):
        assert said not in shown
    assert {one["state"] for one in json.loads(page("register-json"))} == {"valid"}


@pytest.mark.parametrize("code", ["x", "R-VALIDE", "a" * 24, "%27%20OR%201", "é" * 200])
def test_a_forged_code_is_unknown(officer: Actor, code: str) -> None:
    a_title(officer, "R-VALIDE")
    shown = page("verify", code, status=404)
    assert "inconnu" in shown
    assert "R-VALIDE" not in shown


@pytest.mark.parametrize("state", list(PublicState))
def test_the_register_is_filtered_as_it_is_read(officer: Actor, state: PublicState) -> None:
    made = each_state(officer)
    shown = page("register", etat=state.value)
    assert [one for one in made if made[one].number in shown] == [state]


@given(
    first=st.integers(-5, 5),
    length=st.integers(0, 8),
    ended=st.none() | st.integers(-5, 5),
    state=st.sampled_from(TitleState),
)
def test_database_and_page_agree_on_a_state(
    first: int, length: int, ended: int | None, state: TitleState
) -> None:
    RegistrationCertificate.objects.all().delete()
    officer = an_actor(Role.REGISTRATION_OFFICER)
    title = a_title(officer, first=first, last=first + length)
    title.state = state
    title.ended_on = None if ended is None else TODAY() + timedelta(days=ended)
    title.save()
    found = [one for one in PublicState if public_titles(Wanted(state=one), TODAY()).exists()]
    assert found == [public_state(title, TODAY())]


def test_words_find_a_number_a_holder_or_a_device(officer: Actor) -> None:
    title, other = a_title(officer, "R-100"), a_title(officer, "R-200")
    Organisation.objects.filter(pk=title.device.maker.pk).update(name_ar="مصنع الأطلس")
    for words in ("r-100", title.device.name, title.device.reference, title.device.maker.name, "الأطلس"):
        shown = page("register", q=words)
        assert title.number in shown
        assert other.number not in shown
    assert "Aucun titre" in page("register", q="zzzz")
    assert title.number in page("register", classe="I", famille="syringe_hypodermic", tri="-fin")
    assert title.number not in page("register", classe="III")


@pytest.mark.parametrize("few", [0, 1, 200])
def test_few_titles_and_many_are_found_alike(
    officer: Actor, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "FEW", few)
    one, other, third = (a_title(officer, number) for number in ("R-100", "R-101", "S-1"))
    Organisation.objects.filter(pk=other.device.maker.pk).update(name="Maker R-1")

    def found(words: str) -> list[str]:
        titles = public_titles(Wanted(words=words), TODAY())
        return [title.number for title in titles]

    assert found("r-10") == ["R-100", "R-101"]
    assert found("Maker r-1") == ["R-101"]
    assert found(third.device.reference) == ["S-1"]
    assert found(one.number) == ["R-100"]
    assert found("zzz") == []


@pytest.mark.parametrize(
    "query",
    [
        {"nature": "permis"},
        {"etat": "inconnu"},
        {"tri": "secret"},
        {"page": "999999999999"},
        {"q": "%' OR 1=1 --"},
        {"famille": "../../etc"},
        {"langue": "xx"},
    ],
)
def test_a_strange_address_is_no_fault(officer: Actor, query: dict[str, str]) -> None:
    a_title(officer)
    response = Client().get(reverse("registration:register"), query, follow=True)
    assert response.status_code == 200


def test_open_data_is_what_the_register_shows(officer: Actor) -> None:
    made = each_state(officer)
    data = json.loads(page("register-json"))
    lines = list(csv.DictReader(StringIO(page("register-csv").removeprefix("\ufeff"))))
    assert [row["number"] for row in data] == sorted(title.number for title in made.values())
    assert [row["number"] for row in lines] == [row["number"] for row in data]
    valid = next(row for row in data if row["number"] == "R-VALIDE")
    assert (valid["state"], valid["valid_from"], valid["activities"]) == (
        "valid",
        (TODAY() - timedelta(days=10)).isoformat(),
        [],
    )
    assert json.loads(page("register-json", etat="expired")) == [
        row for row in data if row["state"] == "expired"
    ]
    assert json.loads(page("register-json", nature="authorisation")) == []


@pytest.mark.parametrize("name", ["csv", "json"])
def test_open_data_says_its_licence_and_its_hash(officer: Actor, name: str) -> None:
    each_state(officer)
    response = Client().get(reverse(f"registration:register-{name}"))
    content = b"".join(response.streaming_content)
    digest = sha256(content)

    assert response.headers["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert f"{digest.hexdigest()}  registre.{name}\n" in page("register-sums")


@pytest.mark.parametrize("purpose", list(AuthorisationPurpose))
def test_an_authorisation_for_one_patient_is_in_no_public_list(
    officer: Actor, purpose: AuthorisationPurpose
) -> None:
    title = authorise_device(
        officer,
        device=DeviceFactory(),
        number="A-1",
        valid_from=TODAY(),
        valid_to=TODAY(),
        purpose=purpose,
    )
    shown = purpose not in {"named_patient", "custom_made"}
    api = "/api/v1/register/authorisation"

    for text in (
        page("register", nature="authorisation"),
        page("register-json", nature="authorisation"),
        page("register-csv", nature="authorisation"),
        Client().get(api).content.decode(),
    ):
        assert ("A-1" in text) == shown
    status = 200 if shown else 404
    page("register-title", "authorisation", title.pk, status=status)
    assert Client().get(f"{api}/{title.pk}").status_code == status
    assert "A-1" in page("verify", title.verification_code)


def test_the_register_says_no_more_than_is_public() -> None:
    public = {
        "kind", "number", "state", "holder", "device", "reference", "family", "risk_class", "activities", "purpose",
        "valid_from", "valid_to", "ended_on", "site_closed_on", "authority", "demonstration",
    }  # fmt: skip
    assert set(NAMES) == public
    assert set(PublicTitleShown.model_fields) == public | {"id"}


def test_a_name_in_open_data_is_no_formula(officer: Actor) -> None:
    device = DeviceFactory(name="=HYPERLINK(1)")
    register_device(officer, device=device, number="R-1", valid_from=TODAY(), valid_to=TODAY())
    assert "'=HYPERLINK(1)" in page("register-csv")


def test_nothing_of_the_dossier_is_public() -> None:
    office = an_office()
    dossier = to_decide(office)
    title = decisions.grant(office.decider, dossier, valid_from=TODAY())
    shown = "".join(
        (
            page("register"),
            page("register-title", "registration", title.pk),
            page("verify", title.verification_code),
            page("register-json"),
            page("register-csv"),
        )
    )
    assert title.number in shown
    for reserved in (
        "piece.pdf",
        "Rien à redire",
        "Conforme",
        title.verification_code,
        str(office.maker.user),
        str(office.evaluator.user),
        str(office.decider.user),
    ):
        assert reserved not in shown


def test_a_title_shows_its_history() -> None:
    office = an_office()
    old = decisions.grant(office.decider, to_decide(office), valid_from=TODAY())
    assert isinstance(old, RegistrationCertificate)
    assert old.valid_to is not None
    renewal = to_decide(office, device=old.device, request=Request.RENEWAL, registration=old)
    new = decisions.grant(office.decider, renewal, valid_from=old.valid_to + timedelta(days=1))
    shown = page("register-title", "registration", old.pk)
    assert "renouvellement" in shown
    assert new.number in shown
    page("register-title", "permis", old.pk, status=404)
    page("register-title", "registration", 0, status=404)


def test_a_page_comes_back_by_its_mark(officer: Actor) -> None:
    a_title(officer)
    client, address = Client(), reverse("registration:register")
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"autre"'}).status_code == 200
    arabic = client.get(address, headers={"Accept-Language": "ar", "If-None-Match": first["ETag"]})
    assert arabic.status_code == 200
    assert b'dir="rtl"' in arabic.content


def test_a_language_is_chosen_by_a_link(officer: Actor) -> None:
    client = Client()
    answer = client.get(reverse("registration:register"), {"q": "x", "langue": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/homologation/registre/?q=x")
    assert b'lang="en"' in client.get(reverse("registration:register")).content


def test_a_kept_page_grows_old_and_leaves() -> None:
    now = [0.0]
    kept = KeptPages(lambda: now[0])
    mark = kept.put(("a", "fr"), b"page")
    assert kept.get(("a", "fr")) == (b"page", mark)
    assert kept.get(("a", "ar")) is None
    now[0] = 61
    assert kept.get(("a", "fr")) is None
    for number in range(600):
        kept.put((str(number), "fr"), b"x")
    assert kept.get(("0", "fr")) is None
    assert kept.get(("599", "fr")) is not None


@pytest.mark.parametrize("name", ["register", "register-csv", "register-json"])
def test_the_register_costs_the_same_however_long(
    officer: Actor, name: str, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        a_title(officer, f"R-{number}")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        page(name)


@pytest.mark.parametrize("kind", list(Process))
def test_a_title_is_printed(tmp_path: Path, kind: Process) -> None:
    office = an_office()
    dossier = to_decide(office, kind)
    end = TODAY() + timedelta(days=30) if kind == Process.AUTHORISATION else None
    title = decisions.grant(office.decider, dossier, valid_from=TODAY(), valid_to=end)
    for name in ("a.pdf", "b.pdf"):
        write_certificate_pdf(title, kind.value, tmp_path / name, TODAY())
    first = (tmp_path / "a.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert first == (tmp_path / "b.pdf").read_bytes()


def test_the_qr_code_leads_to_the_check(officer: Actor) -> None:
    title = a_title(officer)
    address = verification_address(title)
    image = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode), scale=4, add_quiet_zones=True
    )
    read = zxingcpp.read_barcode(image)
    assert read is not None
    assert read.text == address
    assert Client().get("/" + read.text.split("/", 3)[3]).status_code == 200


def test_who_sees_a_title_prints_it() -> None:
    office = an_office()
    title = decisions.grant(office.decider, to_decide(office), valid_from=TODAY())
    client = Client()
    client.force_login(office.maker.user)
    answer = client.get(reverse("registration:certificate", args=["registration", title.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    stranger = Client()
    stranger.force_login(an_actor(Role.MAKER).user)
    refused = stranger.get(reverse("registration:certificate", args=["registration", title.pk]))
    assert refused.status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_minutes_are_printed_in_each_language(tmp_path: Path, language: str) -> None:
    office = an_office()
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    review_actions.conclude(office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="")
    session = commission.call_session(office.evaluator, held_on=TODAY())
    write_minutes_pdf(session, tmp_path / "brouillon.pdf", language)
    commission.opine(office.evaluator, session.items.get(), opinion=Opinion.FAVOURABLE, grounds="Conforme.")
    commission.close_session(office.evaluator, session, present=7)
    session.refresh_from_db()
    write_minutes_pdf(session, tmp_path / "final.pdf", language)
    drafted, final = ((tmp_path / name).read_bytes() for name in ("brouillon.pdf", "final.pdf"))
    assert drafted.startswith(b"%PDF-")
    assert final.startswith(b"%PDF-")
    assert drafted != final


def test_grounds_are_set_in_their_own_direction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = an_office()
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    review_actions.conclude(office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="")
    session = commission.call_session(office.evaluator, held_on=TODAY())
    commission.opine(office.evaluator, session.items.get(), opinion=Opinion.FAVOURABLE, grounds="Conforme.")
    printed: list[dict[str, object]] = []
    monkeypatch.setattr(
        minutes_pdf, "write_pdf", lambda _path, _template, content, **_given: printed.append(content)
    )

    write_minutes_pdf(session, tmp_path / "ar.pdf", "ar")

    assert printed[0]["direction"] == "rtl"
    assert [row[-1] for row in printed[0]["rows"]] == ["\u2068Conforme.\u2069"]  # type: ignore[attr-defined]


def test_a_stranger_reads_no_minutes() -> None:
    office: Office = an_office()
    a_device(office)
    session = commission.call_session(office.evaluator, held_on=TODAY())
    client = Client()
    client.force_login(an_actor(Role.REGISTRATION_OFFICER).user)
    assert client.get(reverse("registration:minutes", args=[session.pk])).status_code == 404

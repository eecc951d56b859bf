"""What people said of texts: who it reaches, what it never touches, and forgetting it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.factories import NeedImportFactory, NeedLineFactory, OrganisationFactory, an_actor, csv_of

from rakiza.engine.families import Kind
from rakiza.engine.reading import fold
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.purchasing.needs.actions import map_columns, upload_needs
from rakiza.pillars.purchasing.needs.corrections import correct_reading, forget_correction
from rakiza.pillars.purchasing.needs.enums import Memory
from rakiza.pillars.purchasing.needs.knowledge import reader
from rakiza.pillars.purchasing.needs.memory import CorrectionMemory, words_key
from rakiza.pillars.purchasing.needs.models import NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.queries import confirmed_needs
from rakiza.pillars.purchasing.needs.reread import read_as_family, read_as_kind
from rakiza.pillars.purchasing.needs.values import reading_of

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., object]
TEXT = "ARTICLE MAISON REF ZORG"
GLOVE, SYRINGE = "glove_examination", "syringe_hypodermic"


def say(buyer: Actor, text: str, family: str | None) -> ReadingCorrection:
    """Have a buyer correct the reading of a text of one of its own lists."""
    found = NeedImportFactory(organisation=buyer.organisation, confirmed=True, uploaded_by=buyer.user)
    line = NeedLineFactory(need_import=found, designation=text, folded=fold(text))
    said = read_as_family(text, family) if family else read_as_kind(text, Kind.OTHER)
    correct_reading(buyer, line, said)
    return ReadingCorrection.objects.get(organisation=buyer.organisation, folded=fold(text))


def read(buyer: Actor, text: str, on_commit: OnCommit) -> NeedLine:
    """Hand over a list of one text and return its line as read."""
    taken = upload_needs(buyer, [csv_of(f"{text};5;piece")], name="l.csv", year=2029).need_import
    with on_commit(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, taken)
    return NeedLine.objects.get(need_import=taken)


def recalled(organisation: Organisation, text: str) -> tuple[Memory, str | None] | None:
    found = CorrectionMemory.of(organisation).recall(text, reader().read(text))
    return (found.memory, found.reading.family) if found else None


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_two_organisations_that_agree_read_for_everybody(
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    first, second, third = (an_actor(Role.BUYER) for _ in range(3))
    say(first, TEXT, GLOVE)
    assert recalled(third.organisation, TEXT) is None
    say(second, TEXT, GLOVE)

    line = read(third, TEXT, django_capture_on_commit_callbacks)

    assert (line.family, line.memory, line.to_confirm) == (GLOVE, Memory.SHARED, False)
    assert [reason.code for reason in reading_of(line).reasons] == ["reading.corrected_shared"]


def test_nothing_of_the_shared_memory_names_anybody(django_capture_on_commit_callbacks: OnCommit) -> None:
    first, second, third = (an_actor(Role.BUYER) for _ in range(3))
    say(first, TEXT, GLOVE)
    say(second, TEXT, GLOVE)
    line = read(third, TEXT, django_capture_on_commit_callbacks)

    client = client_of(third)
    pages = [
        client.get(address).content.decode()
        for address in (
            f"/besoins/lignes/{line.pk}/",
            f"/besoins/imports/{line.need_import_id}/?etape=verification",
            "/besoins/lectures-corrigees/",
        )
    ]

    for page in pages:
        for other in (first, second):
            assert other.organisation.name not in page
            assert other.user.name not in page
    assert "Confirmé par deux organisations" in pages[0]
    assert "comme deux organisations au moins" in pages[1]


def test_organisations_that_disagree_read_for_nobody_else() -> None:
    first, second, third, fourth = (an_actor(Role.BUYER) for _ in range(4))
    say(first, TEXT, GLOVE)
    say(second, TEXT, GLOVE)
    say(third, TEXT, SYRINGE)

    assert recalled(fourth.organisation, TEXT) is None
    assert recalled(first.organisation, TEXT) == (Memory.OWN, GLOVE)
    assert recalled(third.organisation, TEXT) == (Memory.OWN, SYRINGE)


def test_a_kind_is_agreed_on_too() -> None:
    first, second, third = (an_actor(Role.BUYER) for _ in range(3))
    say(first, TEXT, None)
    say(second, TEXT, None)
    assert recalled(third.organisation, TEXT) == (Memory.SHARED, None)


def test_fictitious_and_closed_organisations_dont_speak_for_real_ones() -> None:
    fictitious = [an_actor(Role.BUYER) for _ in range(2)]
    real = OrganisationFactory(is_demonstration=False)
    for buyer in fictitious:
        say(buyer, TEXT, GLOVE)
    assert recalled(real, TEXT) is None
    Organisation.objects.filter(pk=fictitious[0].organisation.pk).update(active=False)
    assert recalled(OrganisationFactory(), TEXT) is None


def test_the_same_words_with_other_numbers_are_asked_about_until_said_twice(
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    buyer = an_actor(Role.BUYER)
    say(buyer, "ZORGLUB MAISON 12 BLEU", GLOVE)

    once = read(buyer, "ZORGLUB MAISON 14 BLEU", django_capture_on_commit_callbacks)
    say(buyer, "ZORGLUB MAISON 13 BLEU", GLOVE)
    twice = read(buyer, "zorglub  maison 15 bleu", django_capture_on_commit_callbacks)
    other = read(buyer, "ZORGLUB MAISON 15 ROUGE", django_capture_on_commit_callbacks)
    stranger = read(an_actor(Role.BUYER), "ZORGLUB MAISON 14 BLEU", django_capture_on_commit_callbacks)

    assert (once.family, once.memory, once.to_confirm) == (GLOVE, Memory.WORDS, True)
    assert (twice.family, twice.memory, twice.to_confirm) == (GLOVE, Memory.WORDS, False)
    assert (other.memory, stranger.memory) == ("", "")


def test_words_that_were_read_two_ways_say_nothing() -> None:
    buyer = an_actor(Role.BUYER)
    say(buyer, "ZORGLUB MAISON 12 BLEU", GLOVE)
    say(buyer, "ZORGLUB MAISON 13 BLEU", SYRINGE)
    assert recalled(buyer.organisation, "ZORGLUB MAISON 14 BLEU") is None


def test_words_never_overrule_what_the_engine_is_sure_of() -> None:
    buyer = an_actor(Role.BUYER)
    text = "SERINGUE HYPODERMIQUE 10 ML"
    assert reader().read(text).family == SYRINGE
    say(buyer, "SERINGUE HYPODERMIQUE 5 ML", GLOVE)
    say(buyer, "SERINGUE HYPODERMIQUE 3 ML", GLOVE)
    assert recalled(buyer.organisation, text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SERINGUE 10 ML", ""),
        ("GANT M", ""),
        ("SONDE URINAIRE CH16", "sonde urinaire ch#"),
        ("Compresse stérile 7,5 x 10 cm", "compresse sterile # x # cm"),
        ("Fil résorbable 3/0", "fil resorbable #"),
        ("قفازات فحص ٧", "قفازات فحص #"),
    ],
)
def test_words_say_enough_or_nothing(text: str, key: str) -> None:
    assert words_key(fold(text)) == key


@given(st.text(max_size=80))
def test_words_of_words_are_themselves(text: str) -> None:
    key = words_key(fold(text))
    assert words_key(key) == ""
    assert not any(character.isdecimal() and character.isascii() for character in key)


def test_what_is_remembered_goes_into_the_plan(django_capture_on_commit_callbacks: OnCommit) -> None:
    buyer = an_actor(Role.BUYER)
    say(buyer, TEXT, GLOVE)
    line = read(buyer, TEXT, django_capture_on_commit_callbacks)
    NeedLine.objects.filter(pk=line.pk).update(confirmed=True)
    line.need_import.state = "confirmed"
    line.need_import.save()

    (need,) = confirmed_needs(2029).needs

    assert need.reading is not None
    assert need.reading.family == GLOVE


def test_a_text_is_forgotten_and_lines_keep_their_reading() -> None:
    buyer = an_actor(Role.BUYER)
    correction = say(buyer, TEXT, GLOVE)
    last = AuditEvent.objects.count()

    response = client_of(buyer).post(f"/besoins/lectures-corrigees/{correction.pk}/oublier/")

    assert response.status_code == 302
    assert recalled(buyer.organisation, TEXT) is None
    assert NeedLine.objects.get().family == GLOVE
    event = AuditEvent.objects.order_by("pk")[last]
    assert (event.action, event.before["text"], event.before["family"]) == (
        "needs.forget_correction", TEXT, GLOVE,
    )  # fmt: skip


def test_nobody_forgets_for_another() -> None:
    correction = say(an_actor(Role.BUYER), TEXT, GLOVE)
    events = AuditEvent.objects.count()
    for stranger, status in ((an_actor(Role.BUYER), 404), (an_actor(Role.COORDINATOR), 403)):
        with pytest.raises(NotAllowed):
            forget_correction(stranger, correction)
        address = f"/besoins/lectures-corrigees/{correction.pk}/oublier/"
        assert client_of(stranger).post(address).status_code == status
    assert ReadingCorrection.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_each_sees_its_own_list_and_overseers_all() -> None:
    first, second = an_actor(Role.BUYER), an_actor(Role.BUYER)
    say(first, "TEXTE DU PREMIER", GLOVE)
    say(second, "TEXTE DU SECOND", SYRINGE)

    own = client_of(first).get("/besoins/lectures-corrigees/").content.decode()
    all_of_them = client_of(an_actor(Role.CLUSTER_STAFF)).get("/besoins/lectures-corrigees/").content.decode()

    assert "TEXTE DU PREMIER" in own
    assert "TEXTE DU SECOND" not in own
    assert "TEXTE DU PREMIER" in all_of_them
    assert "TEXTE DU SECOND" in all_of_them
    assert "oublier/" not in all_of_them
    assert client_of(an_actor(Role.MAKER)).get("/besoins/lectures-corrigees/").status_code == 403


def test_the_list_is_searched_says_how_far_each_reaches_and_is_exported() -> None:
    first, second = an_actor(Role.BUYER), an_actor(Role.BUYER)
    say(first, "AGREE ZORG", GLOVE)
    say(second, "AGREE ZORG", GLOVE)
    say(first, "DISPUTE ZORG", GLOVE)
    say(second, "DISPUTE ZORG", SYRINGE)
    say(first, "SEUL", GLOVE)
    client = client_of(first)

    page = client.get("/besoins/lectures-corrigees/", {"q": "zorg"})
    reaches = {row.correction.designation: row.reach.value for row in page.context["rows"]}
    assert reaches == {"AGREE ZORG": "everybody", "DISPUTE ZORG": "disputed"}
    narrowed = client.get("/besoins/lectures-corrigees/", {"famille": SYRINGE})
    assert narrowed.context["rows"] == []

    sheet = client.get("/besoins/lectures-corrigees/", {"q": "seul", "export": "1"})
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_name("Lectures corrigées")
    assert [row[0] for row in rows.to_python()] == ["Désignation", "SEUL"]


def test_the_list_costs_the_same_however_long(django_assert_num_queries: OnCommit) -> None:
    buyer = an_actor(Role.BUYER)
    client = client_of(buyer)
    say(buyer, "TEXTE 0", GLOVE)
    client.get("/besoins/lectures-corrigees/")
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        client.get("/besoins/lectures-corrigees/")
    for number in range(12):
        say(buyer, f"TEXTE {number}", GLOVE)
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        client.get("/besoins/lectures-corrigees/")

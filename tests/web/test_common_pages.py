"""Home, search, families, reading: what everyone finds whatever the room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import DeviceFactory, NeedImportFactory, NeedLineFactory, an_actor
from tests.factories.plans import a_scene

from rakiza.kernel.jobs.actions import run as run_job
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording import formats
from rakiza.pillars.purchasing.plans.actions import run_plan
from rakiza.web.pages.links import address_of
from rakiza.web.pages.reading import read_pasted
from rakiza.web.pages.results import find_everything

pytestmark = pytest.mark.django_db
PUBLISHED = {"plan": "Plan 2027"}


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def _found(actor: Actor, query: str) -> dict[str, list[str]]:
    return {group.key: [item.title for item in group.items] for group in find_everything(actor, query, "fr")}


def test_search_finds_across_the_rooms_within_rights() -> None:
    buyer, other, maker = an_actor(Role.BUYER), an_actor(Role.BUYER), an_actor(Role.MAKER)
    held = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    NeedLineFactory(need_import=held, designation="SERINGUE DU GROUPE", folded="seringue du groupe")
    DeviceFactory(maker=maker.organisation, name="Seringue fictive A")
    DeviceFactory(name="Seringue fictive B")

    assert _found(buyer, "seringue")["needs"] == ["SERINGUE DU GROUPE"]
    assert _found(buyer, "seringue")["devices"] == ["Seringue fictive A", "Seringue fictive B"]
    assert "needs" not in _found(other, "seringue")
    assert _found(maker, "seringue")["devices"] == ["Seringue fictive A"]
    assert "needs" not in _found(maker, "seringue")
    assert _found(an_actor(Role.COORDINATOR), "seringue")["needs"] == ["SERINGUE DU GROUPE"]
    assert "Seringue hypodermique" in _found(buyer, "seringue hypodermique")["families"]


def test_the_lots_found_lead_to_their_plan_narrowed_to_the_words() -> None:
    scene = a_scene()
    run_job(run_plan(scene.coordinator, scene.plan).job_id)

    (lots,) = [one for one in find_everything(scene.coordinator, "seringue", "fr") if one.key == "lots"]

    assert lots.total == 1
    assert lots.all_url == f"/plans/{scene.plan.pk}/?q=seringue"


def test_a_need_found_tells_its_quantity_in_its_unit() -> None:
    buyer = an_actor(Role.BUYER)
    held = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    quarters = dict.fromkeys(("q1", "q2", "q3", "q4"), 3)
    line = NeedLineFactory(
        need_import=held, designation="SERINGUE", folded="seringue", quantity=12, unit="boite", **quarters
    )

    (needs,) = [one for one in find_everything(buyer, "seringue", "fr") if one.key == "needs"]

    assert [one.note for one in needs.items] == [
        f"Seringue hypodermique · 12 boîtes · {buyer.organisation.name_in('fr')}, {line.year}"
    ]


@pytest.mark.parametrize("query", ["", "   ", "؟!", "%%%", "'"])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    assert find_everything(an_actor(Role.BUYER), query, "fr") == ()


def test_the_search_page_shows_groups_and_totals() -> None:
    buyer = an_actor(Role.BUYER)
    held = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    NeedLineFactory.create_batch(12, need_import=held)

    page = _client(buyer).get("/recherche/?q=seringue").content.decode()

    assert "(12)" in page
    assert "Rien ne correspond" in _client(buyer).get("/recherche/?q=zzzzzzzz").content.decode()


def test_pasted_lines_are_read_with_their_reasons() -> None:
    pasted = read_pasted("SERINGUE 10 ML B/100\n\n  \nRAMETTE PAPIER A4", "fr")

    first, second = pasted.lines
    assert first.reading.family == "syringe_hypodermic"
    assert "10\u00a0mL" in first.reading.specification
    assert "100" in first.reading.packaging
    assert first.reading.reasons
    assert (second.reading.family, second.reading.label) == ("", "")


def test_beyond_the_limit_lines_are_counted_not_read() -> None:
    pasted = read_pasted("SERINGUE\n" * 130, "fr")

    assert (len(pasted.lines), pasted.left_out) == (100, 30)


def test_the_reading_page_is_for_members_and_keeps_nothing(django_assert_max_num_queries) -> None:
    assert Client().get("/lecture/").status_code == 302
    client = _client(an_actor(Role.MAKER))
    with django_assert_max_num_queries(6):
        response = client.post("/lecture/", {"text": "GANT NITRILE M <script>"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.split("<body", 1)[1]


def test_pasted_lines_can_be_taken_away_as_a_table() -> None:
    client = _client(an_actor(Role.MAKER))
    pasted = "SERINGUE 10 ML B/100\n=cmd\n" + "GANT NITRILE M\n" * 130
    shown = client.post("/lecture/", {"text": pasted}).content.decode()
    response = client.post("/lecture/", {"text": pasted, "export": "csv"})

    rows = response.content.decode("utf-8-sig").splitlines()
    assert "Télécharger en CSV" in shown
    assert "32 lignes de plus ne sont pas montrées" in shown
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="lectures.csv"'
    assert rows[0].startswith("text,kind,family,emdn,")
    assert rows[1].startswith("SERINGUE 10 ML B/100,device,syringe_hypodermic,")
    assert rows[2].startswith("'=cmd,")
    assert len(rows) == 133


def test_a_long_line_is_read_whole_and_shown_by_its_beginning() -> None:
    pasted = read_pasted("GANT " * 80 + "NITRILE M", "fr")
    assert pasted.lines[0].reading.family == "glove_examination"
    assert "Nitrile" in pasted.lines[0].reading.specification
    assert pasted.lines[0].text == ("GANT " * 60) + "…"


def test_a_device_of_no_family_is_flagged_and_a_text_without_a_word_is_to_be_checked() -> None:
    client = _client(an_actor(Role.MAKER))
    assert "famille inconnue" in client.post("/lecture/", {"text": "xyzzy"}).content.decode()
    assert "famille inconnue" not in client.post("/lecture/", {"text": "PARACETAMOL 1G"}).content.decode()
    numbers = client.post("/lecture/", {"text": "12345"})
    assert [line.to_confirm for line in numbers.context["pasted"].lines] == [True]


def test_what_isnt_read_of_a_long_text_is_said() -> None:
    client = _client(an_actor(Role.MAKER))
    said = "Le texte collé est trop long pour être lu entier"
    assert said not in client.post("/lecture/", {"text": "GANT\n" * 2_000}).content.decode()
    assert said in client.post("/lecture/", {"text": "GANT\n" * 2_001}).content.decode()
    assert said in client.post("/lecture/", {"text": "x" * 200_001}).content.decode()


def test_the_reading_page_counts_what_to_check_and_asks_for_a_line() -> None:
    client = _client(an_actor(Role.BUYER))
    text = "GANT EXAMEN NITRILE M\nxyzzy"
    checked = read_pasted(text, "fr").to_confirm
    page = " ".join(client.post("/lecture/", {"text": text}).content.decode().split())
    assert checked >= 1
    assert f"2 lignes lues, {checked} à vérifier." in page
    assert "collez au moins une désignation" in client.post("/lecture/", {"text": " \n "}).content.decode()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "address", ["/", "/familles/", "/familles/syringe_hypodermic/", "/lecture/", "/recherche/?q=gant"]
)
def test_common_pages_open_for_every_role(role: Role, address: str) -> None:
    assert _client(an_actor(role)).get(address).status_code == 200


def _told(actor: Actor, deadline: date | None = None) -> Notification:
    return notify("plans.published", organisation=actor.organisation, params=PUBLISHED, deadline=deadline)


def test_what_is_due_comes_apart_from_the_news_and_late_is_said() -> None:
    buyer, today = an_actor(Role.BUYER), timezone.localdate()
    late, due, news = (_told(buyer, day) for day in (today - timedelta(days=1), today, None))

    shown = _client(buyer).get("/").context

    assert [message for message, _url in shown["due"]] == [late, due]
    assert [message for message, _url in shown["news"]] == [news]
    written = _client(buyer).get("/").content.decode()
    assert written.count("state-attention") == 1
    assert written.index("state-attention") < written.index(formats.day(late.deadline))


def test_news_are_put_away_at_once_up_to_what_the_page_showed() -> None:
    buyer, colleague_elsewhere = an_actor(Role.BUYER), an_actor(Role.BUYER)
    shown, due, theirs = _told(buyer), _told(buyer, timezone.localdate()), _told(colleague_elsewhere)
    newest = _client(buyer).get("/").context["newest"]
    come_since = _told(buyer)

    response = _client(buyer).post("/a-traiter/nouvelles/lues/", {"newest": newest}, follow=True)

    assert [str(said) for said in response.context["messages"]] == ["1 message rangé."]
    assert list(awaiting(buyer)) == [due, come_since]
    assert list(awaiting(colleague_elsewhere)) == [theirs]
    read = _client(buyer).get("/a-traiter/lus/").context["read"]
    assert [message for message, _url in read] == [shown]


@pytest.mark.parametrize("newest", ["", "x", "-1", "²", "9" * 30])
def test_a_mark_that_is_no_number_puts_nothing_away(newest: str) -> None:
    buyer = an_actor(Role.BUYER)
    told = _told(buyer)

    response = _client(buyer).post("/a-traiter/nouvelles/lues/", {"newest": newest})

    assert response.status_code == 302
    assert list(awaiting(buyer)) == [told]


def test_a_message_about_a_title_opens_the_title() -> None:
    for link, address in (
        ("certification.certificate:4", "/certification/4/"),
        ("registration.registrationcertificate:5", "/homologation/registration/5/"),
        ("registration.establishmentdeclaration:6", "/homologation/declaration/6/"),
        ("registration.specificauthorisation:7", "/homologation/authorisation/7/"),
    ):
        assert address_of(Notification(code="registration.expires", link=link)) == address
    offered = Notification(
        code="registration.transfer_offered", link="registration.registrationcertificate:5"
    )
    assert address_of(offered) == "/homologation/"

"""Pages of orders: prepared from a plan, sent, answered, received; lists that filter, export and cost the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook
from tests.factories import an_actor
from tests.factories.orders import a_site, an_order, an_order_in, the_award
from tests.factories.plans import Scene
from tests.web.api.caller import Caller, said

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording import in_language
from rakiza.pillars.purchasing.orders import preparing_views, process
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine, Receipt
from rakiza.pillars.purchasing.orders.pdf import printed_order
from rakiza.pillars.purchasing.plans.models import Award, AwardShare

S, D = OrderState, Decimal


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_order_goes_its_whole_way_by_its_pages(published: Scene) -> None:
    buyer, maker = browser(published.buyers[0]), browser(published.makers[0])
    award, site = the_award(published), a_site(published.buyers[0].organisation)
    new = reverse("orders:new", args=[published.plan.pk])
    assert f'href="{new}"' in text(buyer.get(reverse("plans:plan", args=[published.plan.pk])))
    lot = text(buyer.get(reverse("plans:lot", args=[award.lot_id])))
    assert f"{new}?lot={award.lot_id}" in lot
    prepared = text(buyer.get(f"{new}?lot={award.lot_id}&mois=7"))
    assert f'name="q{award.pk}" value="33"' in prepared

    given = {"fabricant": award.maker_id, "mois": 7, "site": site.pk}
    refused = buyer.post(new, {**given, f"q{award.pk}": "401"})
    assert refused.status_code == 422
    assert "il vous reste 400 à commander" in text(refused)
    assert buyer.post(new, {**given, f"q{award.pk}": "abc"}).status_code == 422
    assert buyer.post(new, {**given, f"q{award.pk}": "33"}).status_code == 302
    order = Order.objects.get()
    at = reverse("orders:order", args=[order.pk])
    assert maker.get(at).status_code == 404  # a draft is its buyer's alone
    change = reverse("orders:change", args=[order.pk])
    assert buyer.post(change, {"site": site.pk, f"q{award.pk}": "30"}).status_code == 302

    assert buyer.post(f"{at}envoyer/").status_code == 302
    assert "1 commande attend votre réponse" in text(maker.get(reverse("orders:list")))
    assert buyer.post(f"{at}confirmer/").status_code == 403
    assert maker.post(f"{at}confirmer/").status_code == 302
    line, today = order.lines.get().pk, timezone.localdate().isoformat()
    came = {"receptionner-received_on": today, f"receptionner-quantity{line}": "31"}
    over = buyer.post(f"{at}receptionner/", came)
    assert (over.status_code, Receipt.objects.count()) == (422, 0)
    came |= {f"receptionner-quantity{line}": "30", f"receptionner-batch{line}": "L-7"}
    assert buyer.post(f"{at}receptionner/", came).status_code == 302
    order.refresh_from_db()
    assert order.state == S.RECEIVED
    assert "L-7" in text(maker.get(at))
    again = buyer.post(f"{at}annuler/", {"annuler-reason": "Trop tard"}, follow=True)
    assert "a changé entre-temps" in text(again)


def test_lists_filter_export_and_cost_the_same_however_long(
    published: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    orders = {state: an_order_in(published, state) for state in (S.SENT, S.DRAFT, S.RECEIVED)}
    buyer, cluster = browser(published.buyers[0]), browser(an_actor(Role.CLUSTER_STAFF))
    listed = reverse("orders:list")
    supplier = published.makers[0].organisation
    supplier.name_ar = "مصنع الأطلس"
    supplier.save()
    maker = supplier.pk
    for query, expected in {
        "": set(orders),
        "?etat=sent": {S.SENT},
        "?q=00002": {S.DRAFT},
        "?q=الأطلس": set(orders),
        f"?fabricant={maker}&mois=7": set(orders),
        "?mois=6": set(),
        "?alerte=1": set(),
        "?mois=x&etat=x&fabricant=x&page=x&tri=x": set(orders),
    }.items():
        shown = text(buyer.get(listed + query))
        assert {state for state, one in orders.items() if f'"{listed}{one.pk}/"' in shown} == expected, query
    sheet = CalamineWorkbook.from_filelike(BytesIO(buyer.get(f"{listed}?export=1&etat=sent").content))
    assert [row[0] for row in sheet.get_sheet_by_name("Commandes").to_python()] == [
        "Numéro",
        orders[S.SENT].number,
    ]

    def cost(client: Client, address: str) -> int:
        with django_assert_max_num_queries(40) as spent:
            assert client.get(address).status_code == 200
        return len(spent)

    addresses = (listed, reverse("orders:new", args=[published.plan.pk]))
    before = [cost(buyer, address) for address in addresses] + [cost(cluster, listed)]
    for _one in range(3):
        an_order(published, quantity="2")
    an_order_in(published, S.SENT, quantity="30")
    assert [cost(buyer, address) for address in addresses] + [cost(cluster, listed)] == before


def test_parties_are_offered_and_shown_by_the_name_of_the_readers_language(published: Scene) -> None:
    an_order_in(published, S.SENT)
    maker = published.makers[0].organisation
    maker.name_ar = "مصنع الأطلس"
    maker.save()

    reader = published.buyers[0]
    reader.user.language = "ar"
    reader.user.save()
    shown: Any = browser(reader).get(f"{reverse('orders:list')}?fabricant={maker.pk}")

    assert shown.context["makers"] == [(maker.pk, "مصنع الأطلس")]
    assert [one.value for one in shown.context["chips"]] == ["مصنع الأطلس"]


def test_a_remark_in_french_stands_apart_in_an_arabic_document(published: Scene) -> None:
    """Else the full stop of its last word would jump to the other end of its line."""
    order = an_order_in(published, S.SENT)
    order.note = "Livrer au quai 2.\nAppeler avant."
    with in_language("ar"):
        note = printed_order(order, "ar", "https://example.org/").note
    assert note == "\u2068Livrer au quai 2.\u2069\n\u2068Appeler avant.\u2069"


def test_the_buyer_of_a_lot_of_several_makers_chooses_whom_to_order_of(published: Scene) -> None:
    """The second maker holds 90 of the lot for the buyer, 30 a quarter from January to September."""
    first = the_award(published)
    second = Award.objects.create(
        lot=first.lot,
        offer=published.offers[1],
        maker=published.makers[1].organisation,
        quantity=90,
        q1=30,
        q2=30,
        q3=30,
        q4=0,
        unit_price="1.10",
        landed_price="1.32",
        reasons=[],
    )
    AwardShare.objects.create(
        award=second, organisation=published.buyers[0].organisation, q1=30, q2=30, q3=30, q4=0
    )
    client, new = browser(published.buyers[0]), reverse("orders:new", args=[published.plan.pk])

    for query in ("?mois=3", f"?mois=3&lot={first.lot_id}", "?mois=3&fabricant=x"):
        asked: Any = client.get(f"{new}{query}")
        assert "À quel fabricant commandez-vous" in text(asked), query
        choices = {one.maker.pk: (one.lots, one.due, one.left) for one in asked.context["chosen"].choices}
        # 100 of 400 at 1.20 are due by March, 30 of 90 at 1.32
        assert choices == {
            first.maker_id: (1, D("120.00"), D("480.00")),
            second.maker_id: (1, D("39.60"), D("118.80")),
        }
        assert 'name="site"' not in text(asked)
    lot = text(client.get(reverse("plans:lot", args=[first.lot_id])))
    for award in (first, second):
        assert f"{new}?lot={first.lot_id}&amp;fabricant={award.maker_id}" in lot
    one = text(client.get(f"{new}?mois=3&lot={first.lot_id}&fabricant={second.maker_id}"))
    assert f'name="q{second.pk}" value="30"' in one
    assert f'name="q{first.pk}"' not in one
    site = a_site(published.buyers[0].organisation).pk
    assert client.post(new, {"mois": 3, "site": site, f"q{second.pk}": "5"}).status_code == 200
    assert Order.objects.count() == 0  # nobody is ordered of by default


def test_of_two_who_order_the_last_units_one_wins_and_the_other_is_told_and_keeps_what_they_typed(
    published: Scene,
) -> None:
    """Both have the page open, with 400 left; by page, and by the API afterwards."""
    first = published.buyers[0]
    second = an_actor(Role.BUYER, first.organisation)
    new, award = reverse("orders:new", args=[published.plan.pk]), the_award(published)
    site = a_site(first.organisation).pk
    given = {"fabricant": award.maker_id, "mois": 7, "site": site, "note": "Quai 2", f"q{award.pk}": "390"}
    clients = [browser(actor) for actor in (first, second)]
    assert ["400" in text(client.get(new)) for client in clients] == [True, True]

    ended: list[Any] = [client.post(new, given) for client in clients]

    assert [answer.status_code for answer in ended] == [302, 422]
    told = text(ended[1])
    assert "il vous reste 10 à commander, sur 400 attribués" in told
    assert 'value="390"' in told
    assert "Quai 2" in told
    api = Caller.of(second).post(
        "/purchasing/orders",
        {
            "plan": published.plan.pk,
            "maker": award.maker_id,
            "month": 7,
            "site": site,
            "lines": [{"award": award.pk, "quantity": "11"}],
        },
    )
    assert (api.status_code, said(api)["code"]) == (409, "orders.over")
    assert [line.quantity for line in OrderLine.objects.all()] == [390]


def test_a_month_that_is_over_is_not_offered_and_a_draft_moves_to_another(
    published: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, award = an_order(published, month=3), the_award(published)
    client, new = browser(published.buyers[0]), reverse("orders:new", args=[published.plan.pk])
    change, site = reverse("orders:change", args=[draft.pk]), draft.site_id

    def day(today: date) -> None:
        for room in (process, preparing_views):
            monkeypatch.setattr(room, "today", lambda: today)

    day(date(2027, 4, 1))
    asked: Any = client.get(f"{new}?mois=3")
    assert [month for month, _name in asked.context["months"]] == list(range(4, 13))
    assert asked.context["chosen"].month == 4
    given = {"fabricant": award.maker_id, "site": site, f"q{award.pk}": "20"}
    over = client.post(new, {**given, "mois": 3})
    assert (over.status_code, "est passé" in text(over)) == (422, True)
    assert client.get(change).context["chosen"].month == 4  # type: ignore[index]
    assert client.post(change, {**given, "mois": 5}).status_code == 302
    draft.refresh_from_db()
    assert (draft.month, draft.deliver_by) == (5, date(2027, 5, 31))
    day(date(2028, 1, 1))
    ended = client.get(new)
    assert "L&#x27;année 2027 est finie" in text(ended) or "L'année 2027 est finie" in text(ended)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_order_is_printed_and_exported_in_each_language(published: Scene, language: str) -> None:
    order = an_order_in(published, S.PARTLY)
    client = browser(published.makers[0])
    headers = {"Accept-Language": language}
    printed = client.get(reverse("orders:pdf", args=[order.pk]), headers=headers)
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"{order.number}.pdf" in printed["Content-Disposition"]
    book = client.get(f"{reverse('orders:order', args=[order.pk])}?export=1", headers=headers)
    sheets = CalamineWorkbook.from_filelike(BytesIO(book.content))
    rows = [sheets.get_sheet_by_name(name).to_python()[1:] for name in sheets.sheet_names[-2:]]
    assert [(row[0], row[4], row[5]) for row in rows[0]] == [(order.number, 30.0, 12.0)]
    assert [(row[0], row[3]) for row in rows[1]] == [(order.number, 12.0)]

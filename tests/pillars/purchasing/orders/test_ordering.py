"""What may be ordered of an award, by whom, and what an order then takes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from tests.factories import an_actor
from tests.factories.orders import JULY, a_site, an_order, an_order_in, the_award
from tests.factories.plans import Scene

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.orders import process
from rakiza.pillars.purchasing.orders.actions import Terms, Wanted, change_order, create_order
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderCounter
from rakiza.pillars.purchasing.orders.queries import orders_for
from rakiza.pillars.purchasing.orders.remaining import remaining
from rakiza.pillars.purchasing.orders.transitions import close_order, send_order
from rakiza.pillars.purchasing.orders.wording import lot_titles
from rakiza.pillars.purchasing.plans.actions import unpublish_plan

D = Decimal


def left(scene: Scene, month: int = JULY) -> tuple[Decimal, Decimal]:
    (one,) = remaining(scene.plan, scene.buyers[0].organisation, month)
    return one.left, one.due


def test_an_order_takes_price_unit_and_number_of_its_award(published: Scene) -> None:
    order = an_order(published)
    line, year = order.lines.get(), timezone.localdate().year

    # 30 at 1.00 excluding tax, 1.20 delivered with it: never typed
    assert (line.unit_price, line.landed_price) == (D("1.00"), D("1.20"))
    assert (order.untaxed, order.value, order.currency) == (D("30.00"), D("36.00"), "MAD")
    assert (order.state, order.deliver_by) == (OrderState.DRAFT, date(2027, 7, 31))
    assert order.number == f"BC-{year}-00001"
    assert an_order(published).number == f"BC-{year}-00002"
    assert an_order(published, buyer=published.buyers[1]).number == f"BC-{year}-00001"
    event = AuditEvent.objects.filter(action="orders.create").earliest("pk")
    assert (event.organisation, event.after["value"]) == (published.buyers[0].organisation, "36.00")


def test_what_is_due_is_spread_over_the_quarter_and_never_beyond_the_award(published: Scene) -> None:
    # 400 a year for the buyer, 100 a quarter
    assert [left(published, month)[1] for month in (1, 2, 3, 7)] == [33, 66, 100, 33]
    an_order(published, quantity="40", month=1)
    assert [left(published, month) for month in (1, 2, 3, 7)] == [(360, 0), (360, 26), (360, 60), (360, 33)]
    an_order(published, quantity="350", month=12)
    assert left(published) == (10, 10)


def test_more_than_the_award_is_refused_and_says_what_is_left(published: Scene) -> None:
    an_order(published, quantity="390")
    with pytest.raises(Refused, match=r"il vous reste 10 à commander, sur 400 attribués") as refused:
        an_order(published, quantity="11")
    assert refused.value.code == "orders.over"
    assert (Order.objects.count(), OrderCounter.objects.get().last) == (1, 1)  # no gap
    an_order(published, quantity="10")
    with pytest.raises(Refused, match="il vous reste 0"):
        an_order(published, quantity="1")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_refusal_names_the_lot_as_its_reader_knows_it(published: Scene, language: str) -> None:
    award = the_award(published)
    title = lot_titles([award], language)[award.pk]
    with translation.override(language):
        with pytest.raises(Refused) as refused:
            an_order(published, quantity="401")
        assert str(refused.value).startswith(title)
    assert title != award.lot.title


def test_what_is_declined_or_cancelled_takes_nothing_and_what_is_settled_takes_what_came(
    published: Scene,
) -> None:
    for state in (OrderState.DECLINED, OrderState.CANCELLED):
        an_order_in(published, state)
    assert left(published) == (400, 33)
    partly = an_order_in(published, OrderState.PARTLY)
    assert left(published) == (370, 3)
    close_order(published.buyers[0], partly, reason="Le reste viendra d'ailleurs")
    assert left(published) == (388, 21)


def test_a_draft_is_written_anew_within_what_is_left(published: Scene) -> None:
    buyer, award = published.buyers[0], the_award(published)
    order = an_order(published, quantity="400")

    terms = Terms(8, site=a_site(buyer.organisation), deliver_by=date(2027, 8, 9), note=" Quai 2 ")
    change_order(buyer, order, terms=terms, wanted=[Wanted(award.pk, D(399))])

    assert (order.month, order.deliver_by, order.note) == (8, date(2027, 8, 9), "Quai 2")
    assert (order.lines.get().quantity, order.value) == (D(399), D("478.80"))
    with pytest.raises(Refused):
        change_order(buyer, order, terms=terms, wanted=[Wanted(award.pk, D(401))])
    assert order.lines.get().quantity == D(399)


def test_an_order_keeps_to_what_its_offer_delivers_at_a_time(published: Scene) -> None:
    """At least 40 at once and by 12; what is left of a share may always be taken whole."""
    offer = the_award(published).offer
    offer.minimum_order, offer.order_multiple = D(40), D(12)
    offer.save()

    for quantity, code in (("36", "orders.minimum"), ("50", "orders.multiple"), ("399", "orders.multiple")):
        with pytest.raises(Refused) as refused:
            an_order(published, quantity=quantity)
        assert refused.value.code == code
    with pytest.raises(Refused, match=r"au moins 40 à la fois, ou tout ce qui reste, 400"):
        an_order(published, quantity="1")
    assert Order.objects.count() == 0
    # 33 are due for July: 40 at least, by 12
    (one,) = remaining(published.plan, published.buyers[0].organisation, JULY)
    assert (one.due, one.suggested) == (33, 48)
    an_order(published, quantity="48")
    an_order(published, quantity="348")
    an_order(published, quantity="4")  # all that is left: neither 40 nor a multiple of 12
    (one,) = remaining(published.plan, published.buyers[0].organisation, 12)
    assert (one.left, one.suggested) == (0, 0)


def test_a_draft_that_no_longer_keeps_to_its_offer_is_not_sent(published: Scene) -> None:
    order, offer = an_order(published), the_award(published).offer
    offer.order_multiple = D(20)
    offer.save()
    with pytest.raises(Refused, match="par multiples de 20"):
        send_order(published.buyers[0], order)
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT


def test_nothing_is_ordered_for_a_day_that_is_over(published: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = an_order(published, month=3)
    for today in (date(2027, 4, 1), date(2028, 1, 1)):
        monkeypatch.setattr(process, "today", lambda today=today: today)
        with pytest.raises(Refused, match="Le 31 mars 2027 est passé") as refused:
            an_order(published, month=3)
        assert refused.value.code == "orders.past"
        with pytest.raises(Refused, match="Le 31 mars 2027 est passé"):
            send_order(published.buyers[0], draft)
    monkeypatch.setattr(process, "today", lambda: date(2027, 3, 31))
    send_order(published.buyers[0], draft)
    assert draft.state == OrderState.SENT


def test_what_can_not_be_ordered_is_refused(published: Scene) -> None:
    buyer, award = published.buyers[0], the_award(published)
    site = a_site(buyer.organisation)
    good = Terms(JULY, site=site)

    def refused(terms: Terms = good, *wanted: Wanted, maker: int = 0) -> str:
        with pytest.raises(Refused) as refusal:
            create_order(
                buyer,
                plan=published.plan,
                maker=published.makers[maker].organisation,
                terms=terms,
                wanted=wanted,
            )
        return refusal.value.code

    one = Wanted(award.pk, D(1))
    assert refused() == "orders.empty"
    assert refused(good, one, one) == "orders.twice"
    assert refused(good, Wanted(award.pk + 1, D(1))) == "orders.award"
    assert refused(good, one, maker=1) == "orders.award"
    for quantity in ("0", "-1", "0.0000001"):
        assert refused(good, Wanted(award.pk, D(quantity))) == "orders.quantity"
    for month in (0, 13):
        assert refused(replace(good, month=month), one) == "orders.month"
    assert refused(replace(good, deliver_by=date(2027, 8, 1)), one) == "orders.day"
    assert refused(replace(good, site=a_site(published.buyers[1].organisation)), one) == "orders.site"
    assert Order.objects.count() == 0

    draft = an_order(published)
    unpublish_plan(published.coordinator, published.plan, reason="R")
    assert refused(good, one) == "orders.plan"
    with pytest.raises(Refused):
        send_order(buyer, draft)


def test_nobody_orders_or_answers_for_another(published: Scene) -> None:
    order = an_order_in(published, OrderState.SENT)
    award = the_award(published)
    for actor in (published.makers[0], published.coordinator, an_actor(Role.CLUSTER_STAFF)):
        with pytest.raises(NotAllowed):
            create_order(
                actor,
                plan=published.plan,
                maker=award.maker,
                terms=Terms(JULY),
                wanted=[Wanted(award.pk, D(1))],
            )
    with pytest.raises(Refused) as refused:  # a member whose needs the plan doesn't hold
        create_order(
            an_actor(Role.BUYER),
            plan=published.plan,
            maker=award.maker,
            terms=Terms(JULY),
            wanted=[Wanted(award.pk, D(1))],
        )
    assert refused.value.code == "orders.award"
    assert order.state == OrderState.SENT


def test_a_draft_is_its_buyers_alone_and_what_was_sent_its_parties_and_overseers(published: Scene) -> None:
    draft, sent = an_order(published), an_order_in(published, OrderState.SENT)

    assert list(orders_for(published.buyers[0])) == [sent, draft]
    for actor in (published.makers[0], published.coordinator, an_actor(Role.CLUSTER_STAFF)):
        assert list(orders_for(actor)) == [sent]
    for actor in (published.buyers[1], published.makers[1], an_actor(Role.MAKER)):
        assert list(orders_for(actor)) == []
    with pytest.raises(NotAllowed):
        orders_for(an_actor(Role.REGISTRATION_OFFICER))

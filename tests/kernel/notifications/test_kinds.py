"""Every kind of message that asks for an act has a day by which it is awaited."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from tests.factories import an_actor

import rakiza
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.notifications.kinds import HOUSE_DAYS, NEWS, OWN_CLOCK, deadline_of
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.wording import SENTENCES
from rakiza.kernel.organisations.enums import Role
from rakiza.web import configuration

TODAY = timezone.localdate


def test_each_kind_of_message_says_once_whether_it_asks_for_an_act() -> None:
    kinds = [*HOUSE_DAYS, *OWN_CLOCK, *NEWS]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(SENTENCES)


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_no_kind_that_asks_for_an_act_leaves_without_its_day(code: str) -> None:
    maker = an_actor(Role.MAKER).organisation
    if code in OWN_CLOCK:
        with pytest.raises(ValueError, match=code):
            notify(code, organisation=maker)
        assert not Notification.objects.exists()
        day = TODAY() + timedelta(days=3)
        assert notify(code, organisation=maker, deadline=day).deadline == day
        return
    awaited = None if code in NEWS else TODAY() + timedelta(days=HOUSE_DAYS[code])
    assert notify(code, organisation=maker).deadline == awaited


@pytest.mark.django_db
def test_a_kind_that_nobody_classified_is_not_sent() -> None:
    with pytest.raises(ValueError, match=r"notifications\.kinds"):
        notify("orders.brand_new", organisation=an_actor(Role.MAKER).organisation)
    assert not Notification.objects.exists()


def test_every_kind_is_sent_from_somewhere_and_no_other_is_named() -> None:
    """A kind that nothing sends any more goes; `title_*` and `case_*` codes are built from their step."""
    sources = "".join(
        path.read_text() for path in Path(rakiza.__file__).parent.rglob("*.py") if path.name != "kinds.py"
    )
    built = {f"registration.{target}" for target in ("suspended", "withdrawn")}
    assert [code for code in SENTENCES if sources.count(f'"{code}"') < 2 and code not in built] == []


def test_the_nearer_clock_of_the_matter_goes_before_the_houses() -> None:
    today, due = date(2027, 3, 1), date(2027, 6, 29)
    assert deadline_of("registration.dossier_filed", due, today=today, days={}) == due
    assert deadline_of("registration.dossier_filed", None, today=today, days={}) == date(2027, 3, 31)


@pytest.mark.django_db
def test_a_site_sets_its_own_delays(settings: LazySettings) -> None:
    given = {"RAKIZA_DAYS_TO_ACT": "organisations.join_request=10, plans.publication_proposed=2"}
    settings.RAKIZA_DAYS_TO_ACT = configuration.days_to_act(given)
    staff = {"role": Role.CLUSTER_STAFF}
    assert notify("organisations.join_request", **staff).deadline == TODAY() + timedelta(days=10)
    assert notify("plans.withdrawal_proposed", **staff).deadline == TODAY() + timedelta(days=3)


@pytest.mark.parametrize(
    "wrong",
    [
        "organisations.join_request",
        "organisations.join_request=0",
        "organisations.join_request=-3",
        "organisations.join_request=soon",
        "organisations.join_request=5000",
        "orders.sent=3",
        "orders.brand_new=3",
    ],
)
def test_a_delay_that_makes_no_sense_stops_the_start(wrong: str) -> None:
    with pytest.raises(configuration.ConfigurationError, match="RAKIZA_DAYS_TO_ACT"):
        configuration.days_to_act({"RAKIZA_DAYS_TO_ACT": wrong})

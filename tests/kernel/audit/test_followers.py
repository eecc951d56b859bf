"""What follows an act is called once a transaction, and only where the act stays."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction

from rakiza.kernel.audit import followers


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(followers, "_FOLLOWERS", {})
    followers.follow("test", ("room.",), lambda: told.append("room"))
    return told


@pytest.mark.django_db(transaction=True)
def test_many_acts_of_one_transaction_are_followed_once(called: list[str]) -> None:
    with transaction.atomic():
        for _number in range(5):
            with transaction.atomic():
                followers.schedule("room.act")
        followers.schedule("other.act")
        assert called == []
    assert called == ["room"]
    followers.schedule("room.act")
    assert called == ["room", "room"]


def undone() -> None:
    """Schedule within a block that is undone."""
    with suppress(ZeroDivisionError), transaction.atomic():
        followers.schedule("room.act")
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_an_act_that_stays_is_followed_though_another_was_undone(called: list[str]) -> None:
    with transaction.atomic():
        undone()
        with transaction.atomic():
            followers.schedule("room.act")
    assert called == ["room"]
    with transaction.atomic():
        undone()
    assert called == ["room"]
    with transaction.atomic():
        followers.schedule("room.act")
        undone()
    assert called == ["room", "room"]

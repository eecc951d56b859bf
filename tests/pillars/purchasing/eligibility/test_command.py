"""`rakiza eligibility check`: the daily sweep, on a stated day."""

from __future__ import annotations

from datetime import date

from tests.factories.orders import an_order_in
from tests.factories.plans import Scene
from typer.testing import CliRunner

from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.eligibility.commands import app
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.orders.enums import OrderState


def check(day: str) -> str:
    result = CliRunner().invoke(app, ["check", "--on", day])
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_the_sweep_opens_and_clears_by_the_day_it_is_given(published: Scene) -> None:
    Certificate.objects.filter(maker=published.makers[0].organisation).update(valid_to=date(2027, 5, 31))

    assert check("2026-11-22") == "Plan 2027 ; alertes ouvertes : 1, changées : 0, levées : 0 ; messages : 6"
    assert check("2026-11-23") == "Plan 2027 ; alertes ouvertes : 0, changées : 0, levées : 0 ; messages : 0"
    assert TitleAlert.objects.standing().count() == 1
    assert check("2028-01-01") == "Plan 2027 ; alertes ouvertes : 0, changées : 0, levées : 1 ; messages : 0"
    assert check("2028-01-02") == "Aucun plan publié à vérifier."


def test_the_sweep_holds_open_orders_too(published: Scene) -> None:
    an_order_in(published, OrderState.CONFIRMED)
    Certificate.objects.filter(maker=published.makers[0].organisation).update(valid_to=date(2027, 6, 30))

    first, second = check("2026-11-22").splitlines()
    assert first == "Plan 2027 ; alertes ouvertes : 1, changées : 0, levées : 0 ; messages : 6"
    assert second == (
        "Commandes de Plan 2027 ; alertes ouvertes : 1, changées : 0, levées : 0 ; messages : 4"
    )
    assert check("2026-11-22").splitlines()[1] == (
        "Commandes de Plan 2027 ; alertes ouvertes : 0, changées : 0, levées : 0 ; messages : 0"
    )


def test_a_day_that_is_none_is_refused() -> None:
    result = CliRunner().invoke(app, ["check", "--on", "31/05/2027"])
    assert result.exit_code == 2

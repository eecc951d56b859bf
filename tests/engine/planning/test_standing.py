"""Which awards still stand on lawful months after titles changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.planning import reasons
from rakiza.engine.planning.eligibility import eligibility
from rakiza.engine.planning.plan import MonthEligibility, Quarterly
from rakiza.engine.planning.standing import (
    Months,
    StandingAward,
    TitleRisk,
    at_stake,
    lost_months,
    need_of,
    risks,
)
from rakiza.engine.planning.values import Device, Maker, PriceTier, Rules, SupplyOffer, Title, TitleKind
from rakiza.engine.reasons import Reason

D = Decimal
YEAR = 2027
QUARTERS: Quarterly = (D(90), D(90), D(90), D(90))
MAKER = Maker("7", "Fabricant")
DEVICE = Device("3", "7", "glove", "Gant", ())
OFFER = SupplyOffer("o1", "3", (PriceTier(D(0), D(1)),), D("0.2"))
FULL = (date(2026, 1, 1), date(2029, 12, 31))


def an_award(award: str = "1", **changed: object) -> StandingAward:
    usual = StandingAward(
        award, f"lot-{award}", "o1", "7", QUARTERS, D("1.2"), D(1), (("A", QUARTERS), ("B", (D(0),) * 4))
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def a_title(kind: TitleKind, number: str = "N1", span: tuple[date, date] = FULL, **more: object) -> Title:
    device = "3" if kind in {TitleKind.REGISTRATION, TitleKind.AUTHORISATION} else None
    return Title(kind, "7", number, *span, device=device, **more)  # type: ignore[arg-type]


def months(*titles: Title, rules: Rules | None = None, offer: SupplyOffer = OFFER) -> Months:
    return eligibility(offer, DEVICE, MAKER, titles, YEAR, rules or Rules()).months


D_, C, R = TitleKind.DECLARATION, TitleKind.CERTIFICATE, TitleKind.REGISTRATION
ALL = (a_title(D_), a_title(C), a_title(R))


def until(kind: TitleKind, last: date, number: str = "N1") -> Title:
    return a_title(kind, number, (FULL[0], last))


def only(found: tuple[TitleRisk, ...]) -> TitleRisk:
    (one,) = found
    return one


def test_a_certificate_that_expires_in_may_puts_the_rest_of_the_year_at_stake() -> None:
    now = months(a_title(D_), until(C, date(2027, 5, 31)), a_title(R))
    risk = only(risks([an_award()], {"o1": months(*ALL)}, {"o1": now}))

    assert (risk.kind, risk.number, risk.first_month, risk.lots) == (C, "N1", 6, 1)
    assert risk.cause == Reason.of("eligibility.certificate_expires", number="N1", date="2027-05-31")
    (exposed,) = risk.awards
    assert exposed.months == (6, 7, 8, 9, 10, 11, 12)
    assert exposed.quarters == (0, 90 * (D(1) / 3), 90, 90)
    assert (risk.value, risk.untaxed) == (D("252.00"), D("210.00"))
    assert (exposed.value_for("A"), exposed.value_for("B"), exposed.value_for("C")) == (D("252.00"), 0, 0)


def test_months_gone_by_are_no_longer_at_stake() -> None:
    now = {"o1": months(a_title(D_), until(C, date(2027, 5, 31)), a_title(R))}
    then = {"o1": months(*ALL)}
    assert only(risks([an_award()], then, now, first_month=10)).awards[0].months == (10, 11, 12)
    assert risks([an_award()], then, now, first_month=13) == ()


def test_what_the_plan_already_knew_is_no_risk() -> None:
    known = months(a_title(D_), until(C, date(2027, 5, 31)), a_title(R))
    assert risks([an_award()], {"o1": known}, {"o1": known}) == ()
    # the quarter delivered in April and May only: losing May is half of it
    worse = months(a_title(D_), until(C, date(2027, 4, 30)), a_title(R))
    (exposed,) = only(risks([an_award()], {"o1": known}, {"o1": worse})).awards
    assert (exposed.months, exposed.quarters[1]) == ((5,), 45)


def test_a_renewal_leaves_no_risk_and_a_late_one_leaves_its_gap() -> None:
    old = until(C, date(2027, 5, 31))
    renewed = months(a_title(D_), old, a_title(C, "N2", (date(2027, 6, 1), FULL[1])), a_title(R))
    late = months(a_title(D_), old, a_title(C, "N2", (date(2027, 9, 1), FULL[1])), a_title(R))
    then = {"o1": months(*ALL)}
    assert risks([an_award()], then, {"o1": renewed}) == ()
    risk = only(risks([an_award()], then, {"o1": late}))
    assert (risk.number, risk.awards[0].months) == ("N1", (6, 7, 8))


def test_an_authorisation_in_place_of_a_registration_leaves_no_risk() -> None:
    covered = months(
        a_title(D_), a_title(C), until(R, date(2027, 5, 31)), a_title(TitleKind.AUTHORISATION, "A1")
    )
    assert risks([an_award()], {"o1": months(*ALL)}, {"o1": covered}) == ()


def test_a_suspension_is_told_before_an_end() -> None:
    held = a_title(C, "N1", (FULL[0], date(2027, 8, 31)), suspended=((date(2027, 2, 10), date(2027, 8, 31)),))
    risk = only(risks([an_award()], {"o1": months(*ALL)}, {"o1": months(a_title(D_), held, a_title(R))}))
    assert (risk.cause.code, risk.first_month) == ("eligibility.certificate_suspended", 2)
    assert risk.awards[0].months == tuple(range(2, 13))


def test_two_titles_that_fail_each_tell_the_whole_and_the_sum_counts_it_once() -> None:
    now = {"o1": months(a_title(D_), until(C, date(2027, 6, 30)), until(R, date(2027, 9, 30)))}
    then = {"o1": months(*ALL)}
    found = {risk.kind: risk for risk in risks([an_award()], then, now)}
    assert (found[C].value, found[R].value) == (D("216.00"), D("108.00"))
    (once,) = at_stake([an_award()], then, now)
    assert once.value == D("216.00")


def test_a_title_that_is_no_longer_asked_for_and_an_offer_that_ends_are_no_risk() -> None:
    then = {"o1": months(*ALL)}
    free = Rules(require_certificate=False)
    assert risks([an_award()], then, {"o1": months(a_title(D_), a_title(R), rules=free)}) == ()
    shorter = months(*ALL, offer=replace(OFFER, valid_to=date(2027, 3, 31)))
    assert risks([an_award()], then, {"o1": shorter}) == ()
    assert need_of(Reason.of(reasons.OFFER_EXPIRES, date="2027-03-31")) is None


def test_a_quarter_without_delivery_is_no_risk() -> None:
    now = {"o1": months(a_title(D_), until(C, date(2027, 9, 30)), a_title(R))}
    award = an_award(quarters=(D(90), D(90), D(90), D(0)))
    assert risks([award], {"o1": months(*ALL)}, now) == ()


def test_a_title_that_was_never_known_says_so() -> None:
    risk = only(risks([an_award()], {"o1": months(*ALL)}, {"o1": months(a_title(D_), a_title(C))}))
    assert (risk.key, risk.cause.code) == (("7", "registration", ""), reasons.NO_TITLE)


open_months = st.lists(st.booleans(), min_size=12, max_size=12)
faults = st.lists(st.sampled_from(["", "certificate", "registration", "both"]), min_size=12, max_size=12)
quantities = st.tuples(*(st.integers(0, 10_000).map(D) for _ in range(4)))


def held(opened: list[bool]) -> Months:
    return tuple(
        MonthEligibility(number, eligible=one, reasons=() if one else (Reason.of("x"),))
        for number, one in enumerate(opened, start=1)
    )


def today(found: list[str]) -> Months:
    def why(fault: str) -> tuple[Reason, ...]:
        kinds = ("certificate", "registration") if fault == "both" else (fault,) if fault else ()
        return tuple(
            Reason.of(f"eligibility.{k}_expires", number=k[0].upper(), date="2027-01-31") for k in kinds
        )

    return tuple(
        MonthEligibility(number, eligible=not fault, reasons=why(fault))
        for number, fault in enumerate(found, start=1)
    )


@given(open_months, faults, quantities, st.integers(1, 13))
def test_the_stake_lies_between_nothing_and_the_award(
    opened: list[bool], found: list[str], quarters: Quarterly, first: int
) -> None:
    award = an_award(quarters=quarters, shares=(("A", quarters),))
    then, now = {"o1": held(opened)}, {"o1": today(found)}
    whole = (sum(quarters, D(0)) * award.landed_price).quantize(D("0.01"))
    once = at_stake([award], then, now, first)
    each = risks([award], then, now, first)
    total = sum((one.value for one in once), D(0))

    assert 0 <= total <= whole
    assert all(0 <= risk.value <= total for risk in each)
    assert total <= sum((risk.value for risk in each), D(0)) + D("0.02")  # each is rounded to the cent
    assert bool(once) == bool(each)
    for one in once:
        assert one.value_for("A") == one.value
        assert all(month >= first and opened[month - 1] and found[month - 1] for month in one.months)
    assert risks([award], then, now, first) == each


@given(open_months, faults, quantities, st.integers(1, 12), st.integers(0, 11))
def test_the_stake_grows_with_what_is_lost_and_shrinks_as_months_pass(
    opened: list[bool], found: list[str], quarters: Quarterly, first: int, also: int
) -> None:
    award = an_award(quarters=quarters)
    then = {"o1": held(opened)}

    def total(faulty: list[str], since: int) -> Decimal:
        return sum((one.value for one in at_stake([award], then, {"o1": today(faulty)}, since)), D(0))

    worse = [*found]
    worse[also] = worse[also] or "certificate"
    assert total(found, first) <= total(worse, first)
    assert total(found, first + 1) <= total(found, first)
    assert total([""] * 12, 1) == 0
    everything = sum((q for n, q in enumerate(quarters) if any(opened[3 * n : 3 * n + 3])), D(0))
    assert total(["certificate"] * 12, 1) == (everything * award.landed_price).quantize(D("0.01"))


@given(open_months, faults, st.permutations(range(4)))
def test_the_order_of_awards_tells_nothing(opened: list[bool], found: list[str], order: list[int]) -> None:
    awards = [an_award(str(number)) for number in range(4)]
    then, now = {"o1": held(opened)}, {"o1": today(found)}
    assert risks([awards[n] for n in order], then, now) == risks(awards, then, now)
    assert all(risk.lots == 4 for risk in risks(awards, then, now))
    assert lost_months(then["o1"], now["o1"]) == lost_months(then["o1"], now["o1"], 1)

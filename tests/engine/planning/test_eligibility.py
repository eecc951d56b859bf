"""Titles held against months, at their boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rakiza.engine.planning.eligibility import covers, eligibility, valid_spans
from rakiza.engine.planning.standing import need_of
from rakiza.engine.planning.values import (
    Device,
    Maker,
    PriceTier,
    Rules,
    Site,
    SupplyOffer,
    Title,
    TitleKind,
)

MAKER = Maker("m", "Maker")
DEVICE = Device("d", "m", "syringe", "Device", ())
OFFER = SupplyOffer("o", "d", (PriceTier(Decimal(0), Decimal(1)),), Decimal("0.2"))
DECLARATION = Title(TitleKind.DECLARATION, "m", "D1", date(2020, 1, 1), None)
CERTIFICATE = Title(TitleKind.CERTIFICATE, "m", "C1", date(2025, 1, 1), date(2028, 1, 1))
REGISTRATION = Title(TitleKind.REGISTRATION, "m", "R1", date(2025, 1, 1), None, "d")
ALL = (DECLARATION, CERTIFICATE, REGISTRATION)
YEAR = list(range(1, 13))


def months(*titles: Title, offer: SupplyOffer = OFFER, rules: Rules | None = None) -> list[int]:
    found = eligibility(offer, DEVICE, MAKER, titles, 2027, rules or Rules())
    return [month.month for month in found.months if month.eligible]


def reasons(month: int, *titles: Title, offer: SupplyOffer = OFFER) -> list[tuple[str, dict[str, object]]]:
    found = eligibility(offer, DEVICE, MAKER, titles, 2027, Rules())
    return [(reason.code, dict(reason.params)) for reason in found.months[month - 1].reasons]


def test_all_titles_make_the_whole_year() -> None:
    assert months(*ALL) == YEAR


@pytest.mark.parametrize(
    ("valid_to", "eligible"),
    [
        (date(2027, 6, 30), [1, 2, 3, 4, 5, 6]),
        (date(2027, 6, 29), [1, 2, 3, 4, 5]),
        (date(2027, 7, 1), [1, 2, 3, 4, 5, 6]),
        (date(2027, 2, 28), [1, 2]),
        (date(2026, 12, 31), []),
        (date(2027, 12, 31), YEAR),
    ],
)
def test_a_month_needs_every_day(valid_to: date, eligible: list[int]) -> None:
    assert months(DECLARATION, REGISTRATION, replace(CERTIFICATE, valid_to=valid_to)) == eligible


@pytest.mark.parametrize(
    ("valid_from", "first"), [(date(2027, 3, 1), 3), (date(2027, 3, 2), 4), (date(2027, 2, 28), 3)]
)
def test_a_title_that_starts_within_the_year(valid_from: date, first: int) -> None:
    titles = (DECLARATION, CERTIFICATE, replace(REGISTRATION, valid_from=valid_from))
    assert months(*titles) == list(range(first, 13))


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_each_kind_is_required(missing: int) -> None:
    titles = [title for index, title in enumerate(ALL) if index != missing]
    assert months(*titles) == []
    assert reasons(1, *titles) == [("eligibility.missing", {"kind": ALL[missing].kind.value})]


def test_a_registration_of_other_characteristics_covers_nothing_until_an_authorisation_does() -> None:
    other = replace(REGISTRATION, differs=("risk_class", "volume"), valid_to=date(2027, 6, 30))
    assert months(DECLARATION, CERTIFICATE, other) == []
    differs = ("eligibility.registration_other", {"number": "R1", "characteristics": "risk_class,volume"})
    expires = ("eligibility.registration_expires", {"number": "R1", "date": "2027-06-30"})
    assert reasons(1, DECLARATION, CERTIFICATE, other) == [differs]
    assert reasons(7, DECLARATION, CERTIFICATE, other) == [expires]
    instead = Title(TitleKind.AUTHORISATION, "m", "A1", date(2027, 3, 1), None, "d")
    assert months(DECLARATION, CERTIFICATE, other, instead) == list(range(3, 13))
    renewed = replace(REGISTRATION, number="R2", valid_from=date(2027, 7, 1))
    assert months(DECLARATION, CERTIFICATE, other, renewed) == list(range(7, 13))


@pytest.mark.parametrize(("title", "kind"), [(DECLARATION, "declaration"), (CERTIFICATE, "certificate")])
def test_a_title_of_a_site_covers_nothing_once_the_site_has_closed(title: Title, kind: str) -> None:
    closed = replace(title, site=Site("s", "Atelier"), closed=date(2027, 4, 1))
    titles = [closed if one is title else one for one in ALL]
    made = replace(OFFER, sites=(Site("s", "Atelier"),))
    assert months(*titles, offer=made) == [1, 2, 3]
    said = {"number": title.number, "date": "2027-04-01", "site": "Atelier"}
    assert reasons(4, *titles, offer=made) == [(f"eligibility.{kind}_closed", said)]


def test_each_requirement_can_be_switched_off() -> None:
    none = Rules(require_certificate=False, require_registration=False, require_declaration=False)
    assert months(rules=none) == YEAR


def test_a_renewal_the_next_day_leaves_no_gap() -> None:
    old = replace(CERTIFICATE, valid_to=date(2027, 5, 14))
    new = Title(TitleKind.CERTIFICATE, "m", "C2", date(2027, 5, 15), None)
    assert months(DECLARATION, REGISTRATION, old, new) == YEAR
    late = replace(new, valid_from=date(2027, 5, 16))
    assert months(DECLARATION, REGISTRATION, old, late) == [m for m in YEAR if m != 5]


def test_a_suspension_takes_its_months() -> None:
    held = replace(CERTIFICATE, suspended=((date(2027, 3, 31), date(2027, 4, 1)),))
    assert months(DECLARATION, REGISTRATION, held) == [1, 2, 5, 6, 7, 8, 9, 10, 11, 12]
    assert reasons(4, DECLARATION, REGISTRATION, held) == [
        ("eligibility.certificate_suspended", {"date": "2027-03-31", "number": "C1", "until": "2027-04-01"})
    ]


def test_a_suspension_that_nobody_lifted_is_told_without_an_end() -> None:
    held = replace(CERTIFICATE, suspended=((date(2027, 4, 1), None),))
    assert months(DECLARATION, REGISTRATION, held) == [1, 2, 3]
    assert reasons(4, DECLARATION, REGISTRATION, held) == [
        ("eligibility.certificate_halted", {"date": "2027-04-01", "number": "C1"})
    ]


def test_the_reason_names_the_title_and_the_date() -> None:
    lapsed = replace(CERTIFICATE, valid_to=date(2027, 3, 31))
    assert reasons(4, DECLARATION, REGISTRATION, lapsed) == [
        ("eligibility.certificate_expires", {"date": "2027-03-31", "number": "C1"})
    ]
    coming = replace(REGISTRATION, valid_from=date(2027, 2, 1))
    assert reasons(1, DECLARATION, CERTIFICATE, coming) == [
        ("eligibility.registration_starts", {"date": "2027-02-01", "number": "R1"})
    ]


def test_a_certificate_of_other_families_does_not_count() -> None:
    other = replace(CERTIFICATE, families=("glove",))
    assert months(DECLARATION, REGISTRATION, other) == []
    assert months(DECLARATION, REGISTRATION, replace(CERTIFICATE, families=("glove", "syringe"))) == YEAR


def test_titles_of_another_device_or_maker_do_not_count() -> None:
    assert months(DECLARATION, CERTIFICATE, replace(REGISTRATION, device="other")) == []
    assert months(DECLARATION, CERTIFICATE, replace(REGISTRATION, maker="other")) == []


@pytest.mark.parametrize(
    ("own_end", "expected"),
    [
        (None, {3: ["closed"], 12: ["closed"]}),
        (date(2027, 12, 31), {3: ["closed"], 12: ["closed"]}),
        (date(2027, 3, 14), {3: ["closed"], 12: ["closed"]}),  # the day before the site closed
        (date(2027, 3, 13), {3: ["expires", "closed"], 12: ["expires", "closed"]}),
        (date(2027, 2, 10), {2: ["expires"], 3: ["expires", "closed"]}),
    ],
)
def test_an_offer_on_a_line_of_a_closed_site_says_so_and_its_own_end_where_that_came_first(
    own_end: date | None, expected: dict[int, list[str]]
) -> None:
    offer = replace(OFFER, sites=(Site("s", "Atelier"),), closed=date(2027, 3, 15), valid_to=own_end)
    assert months(*ALL, offer=offer) == ([1] if own_end == date(2027, 2, 10) else [1, 2])
    said = {
        "closed": ("eligibility.offer_site_closed", {"site": "Atelier", "date": "2027-03-15"}),
        "expires": ("eligibility.offer_expires", {"date": str(own_end)}),
    }
    for month, words in expected.items():
        assert reasons(month, *ALL, offer=offer) == [said[word] for word in words]


def test_a_specific_authorisation_replaces_the_registration_day_by_day() -> None:
    bridge = Title(TitleKind.AUTHORISATION, "m", "A1", date(2027, 1, 1), date(2027, 4, 10), "d")
    after = replace(REGISTRATION, valid_from=date(2027, 4, 11))
    assert months(DECLARATION, CERTIFICATE, bridge) == [1, 2, 3]
    assert months(DECLARATION, CERTIFICATE, bridge, after) == YEAR


def test_the_offer_has_its_own_dates() -> None:
    short = replace(OFFER, valid_from=date(2027, 2, 1), valid_to=date(2027, 10, 30))
    assert months(*ALL, offer=short) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert reasons(1, *ALL, offer=short) == [("eligibility.offer_starts", {"date": "2027-02-01"})]
    assert reasons(11, *ALL, offer=short) == [("eligibility.offer_expires", {"date": "2027-10-30"})]


def test_february_of_a_leap_year_has_29_days() -> None:
    lapsed = replace(CERTIFICATE, valid_to=date(2028, 2, 28))
    found = eligibility(OFFER, DEVICE, MAKER, (DECLARATION, REGISTRATION, lapsed), 2028, Rules())
    assert [month.month for month in found.months if month.eligible] == [1]
    assert found.eligible_months(1) == 1


def test_spans_less_suspensions() -> None:
    day = date(2027, 1, 1)
    title = replace(CERTIFICATE, valid_from=day, valid_to=day, suspended=((day, day),))
    assert valid_spans(title) == ()
    assert not covers([], day, day)


CASA, FES = Site("1", "Usine de Casablanca"), Site("2", "Usine de Fès")
OF_CASA = replace(CERTIFICATE, site=CASA)
BUT_CERTIFIED = (DECLARATION, REGISTRATION)


def made_at(*sites: Site) -> SupplyOffer:
    return replace(OFFER, sites=sites)


def test_a_certificate_of_one_site_covers_what_is_made_there() -> None:
    assert months(*BUT_CERTIFIED, OF_CASA, offer=made_at(CASA)) == YEAR
    assert months(*BUT_CERTIFIED, OF_CASA, offer=made_at(FES)) == []
    assert reasons(3, *BUT_CERTIFIED, OF_CASA, offer=made_at(FES)) == [
        (
            "eligibility.certificate_site",
            {"number": "C1", "site": "Usine de Casablanca", "made": "Usine de Fès"},
        )
    ]


def test_a_declaration_of_one_site_covers_what_is_made_there() -> None:
    of_casa = replace(DECLARATION, site=CASA)
    assert months(of_casa, CERTIFICATE, REGISTRATION, offer=made_at(CASA)) == YEAR
    assert months(of_casa, CERTIFICATE, REGISTRATION, offer=made_at(FES)) == []
    assert reasons(3, of_casa, CERTIFICATE, REGISTRATION, offer=made_at(FES)) == [
        (
            "eligibility.declaration_site",
            {"number": "D1", "site": "Usine de Casablanca", "made": "Usine de Fès"},
        )
    ]


def test_a_certificate_of_the_whole_maker_covers_every_site() -> None:
    assert months(*ALL, offer=made_at(FES)) == YEAR
    assert months(*ALL, offer=made_at(CASA, FES)) == YEAR


def test_where_several_sites_may_make_a_device_each_is_covered() -> None:
    both = made_at(CASA, FES)
    of_fes = replace(CERTIFICATE, number="C2", site=FES, valid_to=date(2027, 4, 30))
    assert months(*BUT_CERTIFIED, OF_CASA, offer=both) == []
    assert months(*BUT_CERTIFIED, OF_CASA, of_fes, offer=both) == [1, 2, 3, 4]
    assert [code for code, _ in reasons(5, *BUT_CERTIFIED, OF_CASA, of_fes, offer=both)] == [
        "eligibility.certificate_expires"
    ]
    whole = replace(CERTIFICATE, number="C3", valid_from=date(2027, 5, 1))
    assert months(*BUT_CERTIFIED, OF_CASA, of_fes, whole, offer=both) == YEAR


def test_where_the_maker_says_nothing_of_where_a_certificate_of_a_site_counts() -> None:
    assert months(*BUT_CERTIFIED, OF_CASA) == YEAR


def test_a_certificate_of_another_site_that_does_not_hold_is_no_matter() -> None:
    """What lapsed elsewhere explains nothing: no certificate is known of the site."""
    lapsed = replace(OF_CASA, valid_to=date(2026, 12, 31))
    assert reasons(1, *BUT_CERTIFIED, lapsed, offer=made_at(FES)) == [
        ("eligibility.missing", {"kind": "certificate"})
    ]


UNFIT = replace(REGISTRATION, kind=TitleKind.AUTHORISATION, number="A1", unfit="evaluation_sample")
DISTRIBUTES = replace(DECLARATION, number="D9", unfit="activities")


def test_a_title_that_is_not_for_supply_covers_nothing_and_is_told_as_what_it_is() -> None:
    assert valid_spans(UNFIT) == ()
    assert months(DECLARATION, CERTIFICATE, UNFIT) == []
    assert reasons(3, DECLARATION, CERTIFICATE, UNFIT) == [
        ("eligibility.authorisation_unfit", {"number": "A1", "purpose": "evaluation_sample"})
    ]
    assert reasons(3, DISTRIBUTES, CERTIFICATE, REGISTRATION) == [
        ("eligibility.declaration_unfit", {"number": "D9", "purpose": "activities"})
    ]


def test_it_takes_nothing_from_a_title_that_holds() -> None:
    assert months(*ALL, UNFIT, DISTRIBUTES) == YEAR
    at_sites = made_at(CASA, FES)
    assert months(*ALL, UNFIT, DISTRIBUTES, offer=at_sites) == YEAR


def test_it_is_told_only_where_nothing_else_explains_and_while_it_holds() -> None:
    lapsed = replace(REGISTRATION, valid_to=date(2027, 3, 30))
    assert [code for code, _ in reasons(3, DECLARATION, CERTIFICATE, lapsed, UNFIT)] == [
        "eligibility.registration_expires"
    ]
    over = replace(UNFIT, valid_to=date(2027, 2, 15))
    found = [[code for code, _ in reasons(month, DECLARATION, CERTIFICATE, over)] for month in (2, 3)]
    assert found == [["eligibility.authorisation_unfit"], ["eligibility.missing"]]
    later = replace(UNFIT, valid_from=date(2027, 4, 1))
    assert reasons(3, DECLARATION, CERTIFICATE, later) == [("eligibility.missing", {"kind": "registration"})]


@pytest.mark.parametrize(
    ("title", "need"), [(UNFIT, TitleKind.REGISTRATION), (DISTRIBUTES, TitleKind.DECLARATION)]
)
def test_what_is_missing_stays_the_same_need(title: Title, need: TitleKind) -> None:
    others = [one for one in ALL if one.kind is not need]
    found = eligibility(OFFER, DEVICE, MAKER, (*others, title), 2027, Rules())
    assert [need_of(reason) for reason in found.months[0].reasons] == [need]

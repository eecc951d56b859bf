"""Dated parameters: what held on a day, with its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rakiza.reference.law import Confidence, UnknownParameterError, parameter, parameters
from rakiza.reference.law.load import FaultyLawFileError, read_file


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("customs.duty_top", date(2023, 12, 31), Decimal("0.40")),
        ("customs.duty_top", date(2024, 1, 1), Decimal("0.35")),
        ("customs.duty_top", date(2025, 12, 31), Decimal("0.30")),
        ("customs.duty_top", date(2027, 6, 1), Decimal("0.25")),
        ("tax.vat_standard", date(2027, 1, 1), Decimal("0.20")),
        ("customs.parafiscal", date(2027, 1, 1), Decimal("0.0025")),
        ("registration.authority", date(2025, 5, 7), "DMP"),
        ("registration.authority", date(2025, 5, 8), "AMMPS"),
        ("procurement.national_preference_most", date(2023, 9, 1), Decimal("0.15")),
    ],
)
def test_the_value_of_the_day(name: str, day: date, value: object) -> None:
    assert parameter(name, day).value == value


def test_before_the_law_there_is_no_value() -> None:
    with pytest.raises(UnknownParameterError, match=r"procurement\.small_firms_share"):
        parameter("procurement.national_preference_most", date(2023, 8, 31))


def test_an_unknown_name_suggests_its_topic() -> None:
    with pytest.raises(UnknownParameterError, match=r"tax\.vat_standard"):
        parameter("tax.unknown", date(2027, 1, 1))


def test_every_parameter_has_a_source_and_a_unit() -> None:
    known = parameters()
    assert len(known) >= 40
    assert all(found.source and found.unit for found in known)
    assert parameter("customs.parafiscal", date(2027, 1, 1)).confidence is Confidence.GENERAL


def test_ratios_are_between_zero_and_one() -> None:
    ratios = [found.number for found in parameters() if found.unit == "ratio"]
    assert all(0 <= ratio <= 1 for ratio in ratios)


def test_only_what_holds_on_the_day_is_listed() -> None:
    tops = [found.number for found in parameters(date(2025, 3, 1)) if found.name == "customs.duty_top"]
    assert tops == [Decimal("0.30")]


def test_a_word_is_not_a_number() -> None:
    with pytest.raises(TypeError, match=r"registration\.authority"):
        _ = parameter("registration.authority", date(2027, 1, 1)).number


@pytest.mark.parametrize(
    "text",
    [
        '[[x]]\nvalue = 1\nunit = "MAD"\nconfidence = "H"\n',
        '[[x]]\nvalue = 1\nunit = "MAD"\nsource = "s"\nconfidence = "Z"\n',
        '[[x]]\nvalue = [1]\nunit = "MAD"\nsource = "s"\nconfidence = "H"\n',
        '[[x]]\nvalue = 1\nunit = "MAD"\nsource = "s"\nconfidence = "H"\nvalid_from = "2024"\n',
    ],
)
def test_a_faulty_entry_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "topic.toml"
    path.write_text(text)
    with pytest.raises(FaultyLawFileError, match=r"topic\.toml: entry 1 of x"):
        read_file(path)


def test_sources_of_registration_are_told_in_three_languages() -> None:
    told = [one for one in parameters() if one.topic == "registration"]
    assert all(one.source_fr and one.source_ar for one in told)
    days = parameter("registration.decision_days", date(2026, 1, 1))
    assert [days.source_in(language) for language in ("fr", "ar", "en")] == [
        "Décret 2-14-607 : décision à compter du dépôt",
        "المرسوم 2.14.607: القرار ابتداء من تاريخ الإيداع",
        "Decree 2-14-607: decision from the filing",
    ]

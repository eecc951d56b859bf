"""The files of the demonstration: messy as buyers', readable by the importers, the same each time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rakiza.demonstration.catalogue import articles, import_prices
from rakiza.demonstration.lists import Group, complement_of, groups, list_of, plain
from rakiza.demonstration.market import LABEL
from rakiza.demonstration.needs_files import write_complement, write_needs_file, write_needs_files
from rakiza.demonstration.offers_file import write_offers_file
from rakiza.engine.families import Kind, KnowledgeBase
from rakiza.engine.reading import Reader
from rakiza.pillars.purchasing.spreadsheets import read_needs, read_offers

GROUPS = {group.key: group for group in groups()}


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.key)
def test_each_list_is_of_the_size_that_buyers_have(group: Group) -> None:
    assert group.name.endswith(LABEL)
    assert 250 <= len(list_of(group)) <= 430


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.key)
def test_every_line_is_either_read_or_rejected_with_its_reason(group: Group, tmp_path: Path) -> None:
    found = read_needs(write_needs_file(group, tmp_path), year=2027)
    faulty = {problem.row for problem in found.problems if problem.is_error}
    assert len(found.needs) + len(found.rejected) >= len(list_of(group))
    assert 5 <= len(found.rejected) <= 20
    assert len(faulty) >= 5


def test_a_file_has_a_line_of_each_fault(tmp_path: Path) -> None:
    found = read_needs(write_needs_file(GROUPS["deux_rives"], tmp_path), year=2027)
    codes = Counter(problem.code for problem in found.problems if problem.is_error)
    assert {
        "needs.quantity_missing",
        "needs.quantity_negative",
        "needs.unit_unknown",
        "needs.quantity_absurd",
    } <= set(codes)


def test_the_csv_is_cp1252_with_semicolons(tmp_path: Path) -> None:
    content = write_needs_file(GROUPS["detroit"], tmp_path).read_bytes()
    assert "Libellé;Cdt;Quantité demandée".encode("cp1252") in content
    assert b"?" not in content


def test_some_lines_are_arabic_and_some_aren_t_devices(reader: Reader) -> None:
    texts = [line.text for line in list_of(GROUPS["oasis"])]
    assert sum(any("\u0600" <= letter <= "\u06ff" for letter in text) for text in texts) >= 10
    kinds = Counter(reader.read(text).kind for text in texts)
    assert kinds[Kind.MEDICINE] >= 8
    assert kinds[Kind.OTHER] >= 4


def test_the_complement_holds_other_lines_than_the_list(tmp_path: Path) -> None:
    group = GROUPS["deux_rives"]
    assert {line.text for line in complement_of(group)}.isdisjoint(line.text for line in list_of(group))
    assert len(read_needs(write_complement(group, tmp_path), year=2027).needs) >= 8


def test_the_offers_file_follows_the_template_and_is_read_whole(
    tmp_path: Path, knowledge: KnowledgeBase, reader: Reader
) -> None:
    path = write_offers_file(tmp_path / "offres.xlsx", knowledge)
    found = read_offers(path, year=2027, read=reader.read, families=knowledge)
    assert (len(found.offers), len(found.imports)) == (len(articles()), len(import_prices()))
    assert found.rejected == ()
    assert {problem.code for problem in found.problems} == {"offers.certificate_expired"}
    by_reference = {device.reference: device for device in found.devices}
    assert all(by_reference[article.reference].family == article.family for article in articles())


def test_the_same_files_have_the_same_bytes(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        write_needs_files(folder)
        write_offers_file(folder / "offres.xlsx", knowledge)
    names = sorted(path.name for path in first.iterdir())
    assert names == [
        "besoins-atlas-ocean.xlsx",
        "besoins-detroit.csv",
        "besoins-deux-rives.xlsx",
        "besoins-oasis.xlsx",
        "offres.xlsx",
    ]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_plain_keeps_letters_and_units() -> None:
    assert plain("Éléments stériles 200 µL") == "Elements steriles 200 µL"

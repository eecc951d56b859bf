"""A code of the official nomenclature where no family covers a text, and the flag that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.factories import NeedImportFactory, NeedLineFactory, an_actor

from rakiza.engine.families import Kind
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs import knowledge
from rakiza.pillars.purchasing.needs.knowledge import reader

pytestmark = pytest.mark.django_db
TERMS = "code,term\nZ12,INSTRUMENTS\nZ1299,ZORGLUBS\n"


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a small nomenclature loaded."""
    monkeypatch.setenv("RAKIZA_DATA_DIR", str(tmp_path))
    kept = tmp_path / "nomenclature" / "emdn.csv"
    kept.parent.mkdir()
    kept.write_text(TERMS, "utf-8")
    reader.cache_clear()
    yield
    knowledge.reader.cache_clear()


def test_the_reader_suggests_an_official_code(loaded: None) -> None:
    found = reader().read("zorglubs")
    assert (found.family, found.emdn) == (None, "Z1299")


@pytest.mark.parametrize(
    "address", ["/besoins/lignes/{line}/", "/besoins/imports/{need_import}/?etape=verification"]
)
def test_pages_flag_that_the_family_is_missing(loaded: None, address: str) -> None:
    buyer = an_actor(Role.BUYER)
    reading = Reading("ZORGLUBS", Kind.DEVICE, None, "Z1299", (), PackReading(), 0.2)
    line = NeedLineFactory(
        need_import=NeedImportFactory(organisation=buyer.organisation, reviewed=True),
        designation="ZORGLUBS", family="", emdn="Z1299", to_confirm=True, reading=dump(reading),
    )  # fmt: skip
    client = Client()
    client.force_login(buyer.user)

    page = client.get(address.format(line=line.pk, need_import=line.need_import_id)).content.decode()

    assert "famille absente du référentiel" in page
    assert "ZORGLUBS</bdi>" in page
    assert "Z1299" in page


def test_without_the_nomenclature_nothing_is_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAKIZA_DATA_DIR", str(tmp_path))
    reader.cache_clear()
    assert reader().read("zorglubs").emdn is None
    reader.cache_clear()

"""Reading whole tables: the columns, their order and their cells."""

from __future__ import annotations

import json

import polars as pl
import pytest
from polars.exceptions import ColumnNotFoundError
from tests.factories.reader import shared_reader

from rakiza.engine.reading import read_distinct, read_many
from rakiza.engine.reading.cells import CELLS, row
from rakiza.engine.reading.cells import COLUMNS as CELL_COLUMNS
from rakiza.reference.families import load

KNOWLEDGE = load()
READER = shared_reader()
TEXTS = ["SERINGUE 10 ML LUER LOCK BT/100", "", "PARACETAMOL 500 MG CP", "SERINGUE 10 ML LUER LOCK BT/100"]
COLUMNS = [
    "text", "kind", "family", "emdn", "emdn_alternatives", "confidence", "attributes", "pack_size", "pack_unit",
    "reasons",
]  # fmt: skip


def test_a_row_for_every_line_in_order() -> None:
    read = read_many(pl.DataFrame({"text": TEXTS}), KNOWLEDGE)
    assert read.columns == COLUMNS
    assert read["text"].to_list() == TEXTS
    assert read["kind"].to_list() == ["device", "other", "medicine", "device"]
    assert read.row(0) == read.row(3)


def test_the_cells_of_a_device() -> None:
    cells = read_many(pl.DataFrame({"text": TEXTS[:1]}), KNOWLEDGE).row(0, named=True)
    assert cells["family"] == "syringe_hypodermic"
    assert cells["pack_size"] == 100
    assert cells["pack_unit"] == "boite"
    assert json.loads(cells["attributes"]) == [
        {"name": "volume", "op": "=", "value": 10, "unit": "mL"},
        {"name": "tip", "op": "=", "value": "luer_lock", "unit": None},
    ]
    assert {reason["code"] for reason in json.loads(cells["reasons"])} == {
        "reading.family_phrase",
        "reading.attribute",
        "reading.packaging",
    }
    assert '"value": 10,' in cells["attributes"]


def test_the_line_is_named_where_the_table_names_it() -> None:
    frame = pl.DataFrame({"line_id": [7, 9], "libelle": ["GANT LATEX M", None], "pack": ["B/100", None]})
    read = read_many(frame, KNOWLEDGE, column="libelle", packaging="pack")
    assert read.columns == ["line_id", *COLUMNS]
    assert read["line_id"].to_list() == [7, 9]
    assert read["text"].to_list() == ["GANT LATEX M", ""]
    assert read["pack_size"].to_list() == [100, None]


def test_a_table_without_lines() -> None:
    assert read_many(pl.DataFrame({"text": []}, schema={"text": pl.String}), KNOWLEDGE).shape == (0, 10)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnNotFoundError, match="libelle"):
        read_many(pl.DataFrame({"text": TEXTS}), KNOWLEDGE, column="libelle")


def test_equal_lines_share_a_reading() -> None:
    reader = READER
    many = read_distinct(TEXTS, reader)
    assert len(many) == 4
    assert len(many.readings) == 3
    assert many[0] is many[3]
    assert list(many) == [reader.read(text) for text in TEXTS]


def test_alternatives_are_codes_without_the_readings_own() -> None:
    reader = READER
    for text in ("SONDE CH 16", "BANDE 10 CM", "MASQUE ADULTE"):
        reading = reader.read(text)
        told = str(CELLS["emdn_alternatives"](reading))
        codes = told.split("|") if told else []
        assert reading.emdn not in codes
        assert len(set(codes)) == len(codes)


def test_only_the_columns_asked_for() -> None:
    read = read_many(pl.DataFrame({"text": TEXTS}), KNOWLEDGE, columns=("kind", "confidence"))
    assert read.columns == ["text", "kind", "confidence"]
    with pytest.raises(KeyError, match="colour"):
        read_many(pl.DataFrame({"text": TEXTS}), KNOWLEDGE, columns=("colour",))


def test_the_packaging_beside_a_line_is_its_own() -> None:
    frame = pl.DataFrame({"text": ["GANT LATEX M"] * 3, "pack": ["B/100", None, "B/50"]})
    assert read_many(frame, KNOWLEDGE, packaging="pack")["pack_size"].to_list() == [100, None, 50]


@pytest.mark.parametrize("text", [*TEXTS, 'FIL "SOIE" 2/0 \\ é ½', "AIGUILLE 0,9X40", "BANDE 10CM\t\x00"])
def test_json_cells_hold_what_was_read(text: str) -> None:
    reading = READER.read(text)
    cells = dict(zip(CELL_COLUMNS, row(reading), strict=True))
    assert json.loads(str(cells["attributes"])) == [
        {"name": each.name, "op": each.op.value, "value": each.value, "unit": each.unit}
        for each in reading.attributes
    ]
    assert json.loads(str(cells["reasons"])) == [
        {"code": each.code, **each.as_mapping()} for each in reading.reasons
    ]

"""Work shared between processes: the same results in the same order, whoever does it."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

import polars as pl
import pytest

from rakiza.engine.reading import read_many, workers
from rakiza.engine.reading.workers import portions, usable
from rakiza.engine.reasons import Reason
from rakiza.reference.families import load


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_PORTION", 10)


def with_process(portion: object) -> tuple[object, int]:
    return portion, os.getpid()


def test_one_process_works_through_the_portions_in_order() -> None:
    found = list(portions(list(range(25)), list, 1))
    assert found == [list(range(10)), list(range(10, 20)), list(range(20, 25))]


def test_the_last_portions_are_small_and_nothing_is_left_out() -> None:
    found = list(portions(list(range(105)), list, 2))
    assert [item for portion in found for item in portion] == list(range(105))
    assert [len(portion) for portion in found[:6]] == [10] * 6
    assert {len(portion) for portion in found[6:]} == {1, 2}


def test_portions_may_be_of_another_size() -> None:
    assert list(portions(list(range(5)), list, 1, 2)) == [[0, 1], [2, 3], [4]]


def test_nothing_to_do() -> None:
    assert list(portions([], list, 2)) == []


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_give_the_same_results_in_the_same_order(processes: int) -> None:
    items = list(range(1005))
    found = list(portions(items, with_process, processes))
    assert [item for portion, _ in found for item in portion] == items  # type: ignore[attr-defined]


def test_results_that_are_no_plain_texts_and_numbers_come_back_too() -> None:
    def named(portion: Sequence[int]) -> list[Reason]:
        return [Reason.of("seen", number=number) for number in portion]

    found = [reason for part in portions(list(range(405)), named, 2) for reason in part]
    assert found == [Reason.of("seen", number=number) for number in range(405)]


def test_a_process_that_dies_leaves_its_work_to_this_one() -> None:
    own = os.getpid()

    def dies_elsewhere(portion: object) -> object:
        if os.getpid() != own:
            os._exit(1)
        return portion

    assert [item for portion in portions(list(range(405)), dies_elsewhere, 2) for item in portion] == list(
        range(405)
    )  # type: ignore[attr-defined]


def test_a_process_beside_other_threads_works_alone() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert usable(2) == 1
    finally:
        over.set()
        thread.join()


def test_at_least_one_process_works() -> None:
    assert usable(1) == 1
    assert usable(0) == 1
    assert usable(None) >= 1


def test_a_table_reads_the_same_with_two_processes() -> None:
    texts = [f"SONDE DE FOLEY CH {8 + number % 17} BT {number}" for number in range(300)] + [
        "",
        "GANT M",
    ] * 30
    frame = pl.DataFrame({"line_id": range(len(texts)), "text": texts})
    knowledge = load()
    one = read_many(frame, knowledge)
    assert one.equals(read_many(frame, knowledge, processes=2))
    assert one["text"].to_list() == texts
    assert one["line_id"].to_list() == list(range(len(texts)))

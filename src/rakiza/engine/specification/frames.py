"""Whole tables of designations with their specifications: a frame in, a frame of readings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.garbage import uncollected
from rakiza.engine.knowledge import default as usual_knowledge
from rakiza.engine.reading.cells import COLUMNS, Row, row
from rakiza.engine.reading.reader import reader_of
from rakiza.engine.reading.workers import portions, usable
from rakiza.engine.specification.reader import SpecificationReader

_SCHEMA = {**dict.fromkeys(COLUMNS, pl.String), "confidence": pl.Float64, "pack_size": pl.Int64}
_GIVEN = ("text", "specification", "packaging")


def read_many(
    frame: pl.DataFrame,
    knowledge: KnowledgeBase | None = None,
    *,
    column: str = "text",
    specification: str = "specification",
    packaging: str | None = None,
    processes: int | None = 1,
    official: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Read every line of `frame[column]` with what `frame[specification]` says of it; one row a line, in order.

    The columns are `line_id` (where the frame has it), `text`, `specification`, and those of
    `rakiza.engine.reading.read_many`. Empty cells read as empty texts; the result is the same with any
    number of processes. Raises polars' ColumnNotFoundError for a missing column.
    """
    known = usual_knowledge() if knowledge is None else knowledge
    reader = SpecificationReader(reader_of(known, official), known)
    lines = pl.DataFrame(
        {
            "text": frame[column].cast(pl.String).fill_null(""),
            "specification": frame[specification].cast(pl.String).fill_null(""),
            "packaging": frame[packaging].cast(pl.String) if packaging is not None else None,
        },
        schema_overrides={"packaging": pl.String},
    )
    distinct = lines.unique().sort(_GIVEN)

    def read(portion: Sequence[tuple[str, str, str | None]]) -> list[Row]:
        with uncollected():
            return [row(reader.read(text, given, said)) for text, said, given in portion]

    rows = [one for part in portions(distinct.rows(), read, usable(processes)) for one in part]
    readings = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    found = lines.join(
        pl.concat([distinct, readings], how="horizontal"),
        on=_GIVEN,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).drop("packaging")
    return found if "line_id" not in frame.columns else found.select(frame["line_id"], pl.all())

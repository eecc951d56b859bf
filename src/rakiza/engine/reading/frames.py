"""Reading whole tables: a frame of texts in, a frame of readings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.garbage import uncollected
from rakiza.engine.reading.cells import COLUMNS, Cell
from rakiza.engine.reading.reader import Reader, reader_of
from rakiza.engine.reading.workers import portions, usable

_PLACES = {name: place for place, name in enumerate(COLUMNS)}
_TYPES = {**dict.fromkeys(COLUMNS, pl.String), "confidence": pl.Float64, "pack_size": pl.Int64}


def read_many(
    frame: pl.DataFrame,
    knowledge: KnowledgeBase | None = None,
    *,
    column: str = "text",
    packaging: str | None = None,
    processes: int | None = 1,
    official: Mapping[str, str] | None = None,
    columns: Sequence[str] = COLUMNS,
) -> pl.DataFrame:
    """Read every line of `frame[column]`; one row a line, in the same order.

    `knowledge` is the usual one unless another is given.

    `packaging` names a column with the packaging stated beside the text, if there is one;
    `official` is a loaded nomenclature, code to English term. `processes` is how many may be used
    (None: as many as there are cores); the result is the same with any number.

    The columns are `line_id` (where the frame has it), `text`, and those asked for of `kind`, `family`,
    `emdn`, `emdn_alternatives` (joined by `|`), `confidence`, `attributes` (JSON list of `{"name", "op",
    "value", "unit"}`), `pack_size`, `pack_unit` and `reasons` (JSON list of `{"code", …}`). Without the
    reasons a table takes half the memory. An empty cell reads as an empty text. Raises polars'
    ColumnNotFoundError for a missing column, and KeyError for one that isn't offered.
    """
    lines = pl.DataFrame(
        {
            "text": frame[column].cast(pl.String).fill_null(""),
            "given": frame[packaging].cast(pl.String) if packaging is not None else None,
        },
        schema_overrides={"given": pl.String},
    )
    # Lines that begin alike are read after each other, in whatever case: what is kept of one is at hand for the next.
    distinct = lines.unique().sort(pl.col("text").str.to_lowercase(), "text", "given")
    read = _read(
        reader_of(knowledge, official),
        distinct,
        columns,
        usable(processes),
    )
    found = lines.join(
        pl.concat([distinct, read], how="horizontal"),
        on=["text", "given"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).drop("given")
    return found if "line_id" not in frame.columns else found.select(frame["line_id"], pl.all())


def _read(reader: Reader, lines: pl.DataFrame, columns: Sequence[str], processes: int) -> pl.DataFrame:
    """Return the cells of distinct lines (text, packaging given)."""
    places = [_PLACES[name] for name in columns]

    def read(portion: Sequence[tuple[str, str | None]]) -> list[tuple[Cell, ...]]:
        with uncollected():
            cells = list(zip(*reader.rows(portion), strict=True))
            return [cells[place] for place in places]

    schema = {name: _TYPES[name] for name in columns}
    parts = [
        pl.DataFrame(dict(zip(columns, found, strict=True)), schema=schema)
        for found in portions(lines.rows(), read, processes)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)

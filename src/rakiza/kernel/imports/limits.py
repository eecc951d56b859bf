"""How large a file may be before it is refused; stated to the user in every refusal."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. A dense sheet of `cells` is what fits the memory of a small server.

    `ratio` is unpacked over packed size: honest sheets stay near 10, hardly ever above 100.
    `rows` counts filled rows of one sheet, `cells` the rectangle from the first to the last one.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 500 * MEGABYTE
    ratio: int = 1_000
    entries: int = 5_000
    rows: int = 250_000
    cells: int = 20_000_000
    sheets: int = 200


DEFAULT_LIMITS = Limits()

"""Reading designations: `Reader(knowledge).read(text)`, `read_many(frame, knowledge)`."""

from typing import TYPE_CHECKING

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.reader import Reader, read
from rakiza.engine.reading.values import Alternative, PackReading, Reading

if TYPE_CHECKING:
    from rakiza.engine.reading.distinct import DistinctReadings, read_distinct
    from rakiza.engine.reading.frames import read_many

__all__ = [
    "Alternative",
    "DistinctReadings",
    "PackReading",
    "Reader",
    "Reading",
    "fold",
    "read",
    "read_distinct",
    "read_many",
]


def __getattr__(name: str) -> object:
    """Load what needs the frame library only where it is asked for: pages read single lines."""
    if name == "read_many":
        from rakiza.engine.reading.frames import read_many  # noqa: PLC0415

        return read_many
    if name in {"DistinctReadings", "read_distinct"}:
        from rakiza.engine.reading import distinct  # noqa: PLC0415

        return getattr(distinct, name)
    raise AttributeError(name)

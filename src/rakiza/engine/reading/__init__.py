"""Reading designations: `Reader(knowledge).read(text)`."""

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.reader import Reader, read
from rakiza.engine.reading.values import Alternative, PackReading, Reading

__all__ = ["Alternative", "PackReading", "Reader", "Reading", "fold", "read"]

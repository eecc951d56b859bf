"""Designations with a technical specification beside them: `SpecificationReader(reader, knowledge).read(…)`.

Tables go through `rakiza.engine.specification.frames.read_many`.
"""

from rakiza.engine.specification.reader import SpecificationReader

__all__ = ["SpecificationReader"]

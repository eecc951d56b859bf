"""Local content: the share of a product that is made here, from its bill of materials, line by line.

Not for who may claim it or contest it: that is the industry room's.
"""

from rakiza.engine.local_content.measure import Cycle, LineResult, Method, Result, measure
from rakiza.engine.local_content.sampling import sample
from rakiza.engine.local_content.values import Bill, Input, Origin

__all__ = ["Bill", "Cycle", "Input", "LineResult", "Method", "Origin", "Result", "measure", "sample"]

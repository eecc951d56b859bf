"""Capability: which families a plant could also make, from the processes and materials it masters.

Not for whether a device conforms or is lawful: `matching` and `planning` judge that.
"""

from rakiza.engine.capability.reach import (
    MATERIAL_WEIGHT,
    PROCESS_WEIGHT,
    Mastery,
    Reach,
    reach_of,
    within_reach,
)

__all__ = ["MATERIAL_WEIGHT", "PROCESS_WEIGHT", "Mastery", "Reach", "reach_of", "within_reach"]

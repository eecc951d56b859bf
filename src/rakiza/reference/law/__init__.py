"""Legal and numeric parameters as dated facts: value, unit, validity, source, confidence.

Nothing here is legal advice: whoever shows a parameter shows its source and confidence beside it.
"""

from __future__ import annotations

from rakiza.reference.law.load import (
    Confidence,
    Parameter,
    UnknownParameterError,
    parameter,
    parameters,
)

__all__ = ["Confidence", "Parameter", "UnknownParameterError", "parameter", "parameters"]

"""Needs + offers + titles + rules → the annual plan of local purchases, explained."""

from __future__ import annotations

from rakiza.engine.planning.checks import PlanInputError
from rakiza.engine.planning.hashing import canonical_inputs, inputs_hash
from rakiza.engine.planning.make import ENGINE_VERSION, make_plan
from rakiza.engine.planning.read_needs import NeedReader

__all__ = ["ENGINE_VERSION", "NeedReader", "PlanInputError", "canonical_inputs", "inputs_hash", "make_plan"]

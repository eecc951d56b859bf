"""Rakiza: from what a country's hospitals need to what its industry makes, with the proof."""

from rakiza.engine.knowledge import provide

__version__ = "0.1.0"

# The door of the house knows every floor; the engine, which reads, names none above it.
provide("rakiza.reference.families:load")

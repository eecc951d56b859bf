"""Rakiza: from what a country's hospitals need to what its industry makes, with the proof."""

__version__ = "0.1.0"

"""Exact passage between the engine's values and JSON: what goes in comes out equal."""

from rakiza.kernel.codec.json_values import CodecError, dump, load

__all__ = ["CodecError", "dump", "load"]

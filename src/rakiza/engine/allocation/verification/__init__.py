"""Every rule held against a plan in exact numbers: nothing leaves the solver unchecked."""

from __future__ import annotations

from rakiza.engine.allocation.verification.check import broken_rules

__all__ = ["broken_rules"]

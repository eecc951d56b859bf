"""A problem and its rules are checked before they are solved: each fault names its field."""

from __future__ import annotations

from rakiza.engine.allocation.checks.check import check, check_problem
from rakiza.engine.allocation.checks.rules import check_rules

__all__ = ["check", "check_problem", "check_rules"]

"""The published plan of the eligibility room's tests."""

from tests.pillars.purchasing.eligibility.conftest import publish, published

__all__ = ["publish", "published"]

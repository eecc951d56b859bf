"""The published plan of the eligibility room's tests, and their day before its year."""

from tests.pillars.purchasing.eligibility.conftest import before_the_year, publish, published

__all__ = ["before_the_year", "publish", "published"]

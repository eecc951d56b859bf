"""Scenarios of a plan: the same needs and offers under other rules, compared, one of them adopted."""

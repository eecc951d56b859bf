"""Needs, plans, sourcing, awards, orders, receipts."""

"""Needs and offers as spreadsheets: reading them, their templates, and the rejected-rows file."""

from rakiza.pillars.purchasing.spreadsheets.needs import NeedsFile, needs_of, read_needs
from rakiza.pillars.purchasing.spreadsheets.offers import OffersFile, offers_of, read_offers
from rakiza.pillars.purchasing.spreadsheets.originals import OriginalRow
from rakiza.pillars.purchasing.spreadsheets.rejected import write_rejected
from rakiza.pillars.purchasing.spreadsheets.templates import write_needs_template, write_offers_template

__all__ = [
    "NeedsFile",
    "OffersFile",
    "OriginalRow",
    "needs_of",
    "offers_of",
    "read_needs",
    "read_offers",
    "write_needs_template",
    "write_offers_template",
    "write_rejected",
]

"""Codes of why a lot went where it went. Their words are in `rakiza.kernel.wording.reasons`."""

from __future__ import annotations

CHEAPEST = "explanation.cheapest"  # price, next, by
ONLY = "explanation.only"  # no other offer could serve
CHEAPER_FULL = "explanation.cheaper_full"  # offer, price, month
CHEAPER_SHORT = "explanation.cheaper_short"  # offer, price, material, month: the raw material is used up
CHEAPER_LATER = "explanation.cheaper_later"  # offer, price, month
CHEAPER_NEVER = "explanation.cheaper_never"  # offer, price
CHEAPER_MINIMUM = "explanation.cheaper_minimum"  # offer, price, minimum, quantity
CHEAPER_WHOLE = "explanation.cheaper_whole"  # offer, price: the plan as a whole costs less so
REST_FULL = "explanation.rest_full"  # offer, month
REST_SHORT = "explanation.rest_short"  # offer, material, month
REST_SHUT = "explanation.rest_shut"  # offer
IMPORTED = "explanation.imported"  # reference: nobody is under the ceiling
LEFT_OPEN = "explanation.left_open"

CHANGE_PRICE = "explanation.change_price"  # offer, price, reference, by
CHANGE_CAPACITY = "explanation.change_capacity"  # offer, units (a month)
CHANGE_MONTH = "explanation.change_month"  # offer, month
CHANGE_NONE = "explanation.change_none"  # offer: no single change of these makes it win
NOT_SIGNIFICANT = "explanation.not_significant"  # offer: as good as the winner

ALL = (
    CHEAPEST,
    ONLY,
    CHEAPER_FULL,
    CHEAPER_SHORT,
    CHEAPER_LATER,
    CHEAPER_NEVER,
    CHEAPER_MINIMUM,
    CHEAPER_WHOLE,
    REST_FULL,
    REST_SHORT,
    REST_SHUT,
    IMPORTED,
    LEFT_OPEN,
    CHANGE_PRICE,
    CHANGE_CAPACITY,
    CHANGE_MONTH,
    CHANGE_NONE,
    NOT_SIGNIFICANT,
)

"""Codes of why a lot went where it went. Their words are in `rakiza.kernel.wording.reasons`."""

from __future__ import annotations

CHEAPEST = "explanation.cheapest"  # price, next, by
DESPITE = "explanation.despite"  # price: the reasons that follow tell of cheaper offers
ONLY = "explanation.only"  # no other offer could serve
CHEAPER_FULL = "explanation.cheaper_full"  # offer, price, month
CHEAPER_FULL_FOR = "explanation.cheaper_full_for"  # offer, price, month, last_month: then it has room again
CHEAPER_SHORT = "explanation.cheaper_short"  # offer, price, material, month: the raw material is used up
CHEAPER_LATER = "explanation.cheaper_later"  # offer, price, month
CHEAPER_EXPIRED = "explanation.cheaper_expired"  # offer, price, month: lawful until then
CHEAPER_PAUSED = "explanation.cheaper_paused"  # offer, price, month, last_month: not lawful in these
CHEAPER_NEVER = "explanation.cheaper_never"  # offer, price
CHEAPER_LEAD = "explanation.cheaper_lead"  # offer, price, month: of its first delivery
CHEAPER_MINIMUM = "explanation.cheaper_minimum"  # offer, price, minimum, quantity
CHEAPER_RULE = "explanation.cheaper_rule"  # offer, price, rule: without it alone the offer serves more
CHEAPER_WHOLE = "explanation.cheaper_whole"  # offer, price: the plan as a whole costs less so
CHEAPER_EVEN = "explanation.cheaper_even"  # offer, price: a plan with it is as good
CHEAPER_SEVERAL = "explanation.cheaper_several"  # offer, price: no single one of these keeps it
ALSO_KEPT = "explanation.also_kept"  # offer: what was just told of it isn't all
REST_FULL = "explanation.rest_full"  # offer, month
REST_SHORT = "explanation.rest_short"  # offer, material, month
REST_SHUT = "explanation.rest_shut"  # offer
REST_LEAD = "explanation.rest_lead"  # offer, month
REST_RULE = "explanation.rest_rule"  # offer, rule
IMPORTED = "explanation.imported"  # reference: nobody is under the ceiling
LEFT_OPEN = "explanation.left_open"
NO_OFFER = "explanation.no_offer"  # reference: nobody here offers anything for it
NO_OFFER_OPEN = "explanation.no_offer_open"

CHANGE_PRICE = "explanation.change_price"  # offer, price, reference, by
CHANGE_PRICE_UNTOLD = "explanation.change_price_untold"  # for those to whom it would tell another's
CHANGE_CAPACITY = "explanation.change_capacity"  # offer, units (a month)
CHANGE_MONTH = "explanation.change_month"  # offer, month
CHANGE_NONE = "explanation.change_none"  # offer: no single change of these makes it win
NOT_SIGNIFICANT = "explanation.not_significant"  # offer: as good as the winner

ALL = (
    CHEAPEST,
    DESPITE,
    ONLY,
    CHEAPER_FULL,
    CHEAPER_FULL_FOR,
    CHEAPER_SHORT,
    CHEAPER_LATER,
    CHEAPER_EXPIRED,
    CHEAPER_PAUSED,
    CHEAPER_NEVER,
    CHEAPER_LEAD,
    CHEAPER_MINIMUM,
    CHEAPER_RULE,
    CHEAPER_WHOLE,
    CHEAPER_EVEN,
    CHEAPER_SEVERAL,
    ALSO_KEPT,
    REST_FULL,
    REST_SHORT,
    REST_SHUT,
    REST_LEAD,
    REST_RULE,
    IMPORTED,
    LEFT_OPEN,
    NO_OFFER,
    NO_OFFER_OPEN,
    CHANGE_PRICE,
    CHANGE_PRICE_UNTOLD,
    CHANGE_CAPACITY,
    CHANGE_MONTH,
    CHANGE_NONE,
    NOT_SIGNIFICANT,
)

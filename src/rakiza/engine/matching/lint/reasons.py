"""Reason codes of the lint; the French sentences are in `rakiza.kernel.wording.reasons.lint`."""

from __future__ import annotations

BRAND = "lint.brand"  # word, family
MAKER = "lint.maker"  # word
FOREIGN_MARK = "lint.foreign_mark"  # word
CONTRADICTION = "lint.contradiction"  # word, meant
EMPTY_RANGE = "lint.empty_range"  # attribute, required (least), offered (most), unit
OUT_OF_RANGE = "lint.out_of_range"  # attribute, required, least, most, unit
MISMATCH = "lint.mismatch"  # attribute, required, unit; name, offered: what the other one implies
NO_SUPPLIER = "lint.no_supplier"  # attribute
SINGLE_SUPPLIER = "lint.single_supplier"  # attribute
OVER_SPECIFIED = "lint.over_specified"  # attribute, count

OR_EQUIVALENT = "lint.propose_or_equivalent"  # word, family
ADD_EQUIVALENT = "lint.propose_add_equivalent"  # word
REGISTRATION = "lint.propose_registration"
ONE_OF_THEM = "lint.propose_one_of_them"
CORRECT = "lint.propose_correct"  # attribute
RELAX = "lint.propose_relax"  # attribute, count

ALL = (
    BRAND,
    MAKER,
    FOREIGN_MARK,
    CONTRADICTION,
    EMPTY_RANGE,
    OUT_OF_RANGE,
    MISMATCH,
    NO_SUPPLIER,
    SINGLE_SUPPLIER,
    OVER_SPECIFIED,
    OR_EQUIVALENT,
    ADD_EQUIVALENT,
    REGISTRATION,
    ONE_OF_THEM,
    CORRECT,
    RELAX,
)

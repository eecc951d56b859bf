"""Packs: a need asks boxes of 100 and the device comes in 50: told as a multiple, never a failure."""

from __future__ import annotations

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.matching import reasons
from rakiza.engine.matching.values import AttributeVerdict, Verdict
from rakiza.engine.reasons import Reason

PACK_SIZE = "pack_size"


def compare(asked: int, comes: int | None) -> AttributeVerdict:
    """Say how packs of `comes` serve packs of `asked`; both count base units and are positive."""
    required = (AttributeValue(PACK_SIZE, Op.EQ, float(asked)),)
    if comes is None:
        reason = Reason.of(reasons.PACK_UNKNOWN, required=asked)
        return AttributeVerdict(PACK_SIZE, Verdict.PASS, required, None, None, None, reason)
    reason = _reason(asked, comes)
    return AttributeVerdict(
        PACK_SIZE, Verdict.PASS, required, float(comes), float(comes - asked), None, reason
    )


def _reason(asked: int, comes: int) -> Reason:
    if asked == comes:
        return Reason.of(reasons.PACK_SAME, required=asked)
    if asked % comes == 0:
        return Reason.of(reasons.PACK_MULTIPLE, required=asked, offered=comes, count=asked // comes)
    if comes % asked == 0:
        return Reason.of(reasons.PACK_LARGER, required=asked, offered=comes, count=comes // asked)
    packs = -(-asked // comes)
    return Reason.of(
        reasons.PACK_ROUNDED, required=asked, offered=comes, count=packs, gap=packs * comes - asked
    )

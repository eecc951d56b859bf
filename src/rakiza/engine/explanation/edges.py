"""Where an answer turns: the dearest price that still wins, the least step that is enough."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

PRICE_STEP = Decimal("0.0001")
ROUNDS = 40

Tried = Callable[[Decimal], Decimal | None]


def winning_price(listed: Decimal, least: Decimal, tried: Tried) -> Decimal | None:
    """Return the dearest price in whole steps, under `listed`, that wins; None where not even `least` does.

    `tried(price)` is None where the offer doesn't win at that price, else the price at which the plan
    found would cost as much as the present one: no dearer one is needed for it (Dinkelbach's method).
    That only guides the search: the price returned was seen to win, and the next step above not to.
    """
    win, lose = _up(least), _up(listed)
    if win >= lose:
        return None
    even = tried(win * PRICE_STEP)
    if even is None:
        return None
    upward = True
    for _ in range(ROUNDS):
        guess = min(int((even / PRICE_STEP).to_integral_value(ROUND_FLOOR)), lose - 1)
        if guess <= win:
            break
        found = tried(guess * PRICE_STEP)
        if found is None:
            lose, upward = guess, False
            break
        win, even = guess, found
    return PRICE_STEP * _edge(win, lose, lambda steps: tried(steps * PRICE_STEP) is not None, upward)


def _up(price: Decimal) -> int:
    return int((price / PRICE_STEP).to_integral_value(ROUND_CEILING))


def _edge(win: int, lose: int, wins: Callable[[int], bool], upward: bool) -> int:  # noqa: FBT001 - internal
    """Return the last that wins between one that does and one that doesn't, looked for near one of them."""
    jump = 1
    while lose - win > 1:
        middle = (win + lose) // 2
        guess = min(win + jump, middle) if upward else max(lose - jump, middle)
        if wins(guess):
            win = guess
        else:
            lose = guess
        jump *= 2
    return win


def least_enough(most: int, enough: Callable[[int], bool]) -> int | None:
    """Return the least of 1 to `most` that is enough, None where none tried is.

    Small ones are tried first, each twice the one before, then the way back is halved: whatever lies
    under the answer and was tried isn't enough, the one just under it among them.
    """
    tried, fails = 1, 0
    while tried < most and not enough(tried):
        fails, tried = tried, min(2 * tried, most)
    if most < 1 or (tried == most and not enough(most)):
        return None
    while tried - fails > 1:
        middle = (fails + tried) // 2
        if enough(middle):
            tried = middle
        else:
            fails = middle
    return tried

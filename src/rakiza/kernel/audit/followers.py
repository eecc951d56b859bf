"""What is looked at again once an act is committed: rooms say so when Django starts.

For what depends on acts of rooms below that needn't know of it: the standing of a plan on a title, say.
A follower is called once the act's transaction has committed; it queues a job rather than work itself,
and bears being called twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

Follower = Callable[[], object]  # what it returns is nobody's
_FOLLOWERS: dict[str, tuple[tuple[str, ...], Follower]] = {}


def follow(name: str, actions: Iterable[str], follower: Follower) -> None:
    """Call `follower` after acts of these names; a name that ends in a point stands for all that begin so.

    Declaring a follower twice replaces it (a module may be imported again).
    """
    _FOLLOWERS[name] = tuple(actions), follower


@dataclass(slots=True)
class _Call:
    """One call of a follower, waited for by every act of a transaction; the first that is heard makes it."""

    follower: Follower
    made: bool = False

    def __call__(self) -> None:
        if not self.made:
            self.made = True
            self.follower()


class _Waiting(threading.local):
    """The call of each follower that this thread's acts wait for; one left by a transaction undone serves the next."""

    def __init__(self) -> None:
        self.calls: dict[str, _Call] = {}


_WAITING = _Waiting()


def schedule(action: str) -> None:
    """Have the followers of an act called when the present transaction commits, once however many acts it holds."""
    for name, (actions, follower) in _FOLLOWERS.items():
        if any(action.startswith(one) if one.endswith(".") else action == one for one in actions):
            call = _WAITING.calls.get(name)
            if call is None or call.made or call.follower is not follower:
                call = _WAITING.calls[name] = _Call(follower)
            transaction.on_commit(call, robust=True)

"""What is looked at again once an act is committed: rooms say so when Django starts.

For what depends on acts of rooms below that needn't know of it: the standing of a plan on a title, say.
A follower is called once the act's transaction has committed; it queues a job rather than work itself,
and bears being called twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

Follower = Callable[[], None]
_FOLLOWERS: dict[str, tuple[tuple[str, ...], Follower]] = {}


def follow(name: str, actions: Iterable[str], follower: Follower) -> None:
    """Call `follower` after acts of these names; a name that ends in a point stands for all that begin so.

    Declaring a follower twice replaces it (a module may be imported again).
    """
    _FOLLOWERS[name] = tuple(actions), follower


def schedule(action: str) -> None:
    """Have the followers of an act called when the present transaction commits."""
    for actions, follower in _FOLLOWERS.values():
        if any(action.startswith(one) if one.endswith(".") else action == one for one in actions):
            transaction.on_commit(follower, robust=True)

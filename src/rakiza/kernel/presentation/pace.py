"""How often one person may do what costs the server much: counted in the cache, an hour at a time."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

from rakiza.kernel.organisations.actor import Actor

HOUR = 3600


def within_pace(actor: Actor, action: str, most: int) -> bool:
    """Count one more `action` of the person in the present hour; False beyond `most`.

    Two requests at the very same moment may count as one: the limit spares the server, it guards nothing.
    """
    key = f"pace:{action}:{actor.user.pk}:{timezone.now():%Y%m%d%H}"
    done = int(cache.get(key, 0))
    if done >= most:
        return False
    cache.set(key, done + 1, HOUR)
    return True

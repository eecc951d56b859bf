"""The knowledge base that reading uses where the caller gives none.

The engine names no room of the house. What stands above says once where the usual knowledge comes
from (`provide`: `rakiza` itself does, as text); it is fetched at the first use (`default`).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from rakiza.engine.families import KnowledgeBase

Provider = Callable[[], "KnowledgeBase"]
_PROVIDED: list[str | Provider] = []  # one at most


class NoKnowledgeError(LookupError):
    """Nothing was given to read with, and nobody said where the usual knowledge comes from."""

    def __init__(self) -> None:
        super().__init__(
            "No knowledge base: give one to the call, or say with "
            "rakiza.engine.knowledge.provide(...) where the usual one comes from."
        )


def provide(provider: str | Provider) -> None:
    """Say where the usual knowledge comes from: a function, or its name as `package.module:function`.

    The function is asked at each use and keeps what it built. The latest provider holds.
    """
    _PROVIDED[:] = [provider]


def default() -> KnowledgeBase:
    """Return the usual knowledge base; NoKnowledgeError where nobody provided one."""
    if not _PROVIDED:
        raise NoKnowledgeError
    provider = _PROVIDED[0]
    if isinstance(provider, str):
        provider = cast("Provider", pkgutil.resolve_name(provider))
        provide(provider)
    return provider()

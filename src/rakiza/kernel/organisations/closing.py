"""What keeps a site from closing: rooms above say so when Django starts, for the kernel knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable

from rakiza.kernel.organisations.models import Site

Check = Callable[[Site], None]  # raises Refused, with what to do first
_CHECKS: dict[str, Check] = {}


def before_closing(name: str, check: Check) -> None:
    """Have `check` asked before a site closes; declaring it twice replaces it (a module may be imported again)."""
    _CHECKS[name] = check


def check_closing(site: Site) -> None:
    """Ask every room whether a site, held by the caller's transaction, may close; Refused where one says no."""
    for check in _CHECKS.values():
        check(site)

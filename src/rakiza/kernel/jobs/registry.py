"""Which function does which kind of job. Rooms register theirs when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rakiza.kernel.jobs.models import Job
from rakiza.kernel.jobs.progress import JobProgress

Handler = Callable[[Job, JobProgress], Mapping[str, object]]
AfterEnd = Callable[[Job], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: what does it, whether it may be taken up again, what follows an end without success."""

    name: str
    run: Handler
    restartable: bool
    on_failure: AfterEnd | None


_KINDS: dict[str, JobKind] = {}
MAX_ATTEMPTS = 3


def register(
    name: str, run: Handler, *, restartable: bool = True, on_failure: AfterEnd | None = None
) -> None:
    """Declare a kind; declaring it twice replaces it (a module may be imported again)."""
    _KINDS[name] = JobKind(name, run, restartable, on_failure)


def kind(name: str) -> JobKind:
    """Return a declared kind; KeyError where nobody declared it."""
    return _KINDS[name]

"""The same house as the security tests walk through."""

from __future__ import annotations

import pytest
from tests.security.house import House, OnCommit, build

from rakiza.pillars.purchasing.plans import jobs


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit) -> House:
    """A house whose plan is published; documents aren't written."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    return build(django_capture_on_commit_callbacks, published=True)

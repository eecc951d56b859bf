"""The house that the security tests walk through."""

from __future__ import annotations

from datetime import date

import pytest
from tests.security.house import House, OnCommit, build

from rakiza.pillars.purchasing.orders import process
from rakiza.pillars.purchasing.plans import jobs


@pytest.fixture(autouse=True)
def before_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a day on which every month of the house's plan may still be ordered for."""
    monkeypatch.setattr(process, "today", lambda: date(2026, 11, 22))


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit) -> House:
    """A house whose plan is published; documents aren't written."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    return build(django_capture_on_commit_callbacks, published=True)


@pytest.fixture
def open_house(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> House:
    """A house whose plan was run and isn't published yet."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    return build(django_capture_on_commit_callbacks, published=False)

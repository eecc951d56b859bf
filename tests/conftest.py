"""What every test stands on: import paths, a data folder of its own, cheap passwords, work done at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import override_settings
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from tests import emptying

# A busy machine is not a failure, and a run must be the same as the one before it.
hypothesis_settings.register_profile(
    "rakiza", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("rakiza")
emptying.install()
# Tests quote French sentences as the sources write them; their spaces have tests of their own.
override_settings(LOCALE_PATHS=settings.LOCALE_PATHS[:1]).enable()

# The day on which the tests are read: files of tests work out days as they are read.
DAY = timezone.localdate()


@pytest.fixture(scope="session", autouse=True)
def _one_day() -> Iterator[None]:
    """Live the same day again where a run goes over midnight; what midnight changes has tests with clocks of their own."""
    clock, day_of = timezone.now, timezone.localdate

    def now() -> datetime:
        moment = clock()
        return moment - (day_of(moment) - DAY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", now)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_need_not_outlive_the_machine() -> Iterator[None]:
    """Spare the disk what makes a test's file survive a power cut: an eighth of a run's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


def pytest_collection_finish() -> None:
    """Leave what was imported out of the garbage collection, and collect less often: a tenth of a run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Migrate on PostgreSQL only: the demonstration of the browser tests migrates the embedded database."""
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_use_migrations: bool, django_db_blocker: DjangoDbBlocker
) -> None:
    """Write what migrations leave in an empty database, where none ran: the authored editions."""
    with django_db_blocker.unblock():
        if not django_db_use_migrations:
            entering = import_module("rakiza.pillars.certification.migrations.0004_authored_editions")
            entering.enter(apps, None)
        emptying.remember()


@pytest.fixture(autouse=True)
def _sealed_settings(settings: object, tmp_path: Path) -> None:
    """Keep files in the test's own folder and run background work in the test's own process."""
    settings.RAKIZA_FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.TASKS = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}
    }


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Speak the source language, whatever a test before activated."""
    with translation.override("fr"):
        yield

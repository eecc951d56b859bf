"""Real sites with the demonstration cluster, and a real Chromium."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.people import DATABASE, People, Site, Visitor
from tests.kernel.identity.fake_provider import CLIENT, SECRET, Fake, listening

# The same engine without windows takes a third less of the processor; it has a package of its own.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ROOT = Path(__file__).parents[2]
RAKIZA = [sys.executable, "-m", "rakiza.cli"]
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; skip them where there is no Chromium.

    Long walks come before single pages: at the end no browser waits for another's last walk. While the
    longest has the demonstration made, another browser walks the small site, which needs none.
    """
    here = Path(__file__).parent
    items.sort(key=_turn)
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            shared = item.path.stem != "test_every_page" and "fresh_walk" not in getattr(
                item, "fixturenames", ()
            )
            if shared:
                item.add_marker(pytest.mark.xdist_group(item.path.stem))  # a module walks one site of its own
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


def _turn(item: pytest.Item) -> int:
    if item.path.stem == "test_every_page":
        return 3
    if item.name.startswith("test_a_maker_goes_from_its_invitation") and item.name.endswith("[ar]"):
        return 0
    return 1 if "small_site" in getattr(item, "fixturenames", ()) else 2


@pytest.fixture(scope="session", autouse=True)
def _one_day() -> None:
    """Go with the clock of the sites, which are processes of their own."""


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "rakiza.web.settings",
        "RAKIZA_DATA_DIR": str(folder),
        "RAKIZA_DEMO": "1",
        "RAKIZA_LOG_LEVEL": "WARNING",
        "DATABASE_URL": "",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)  # a server that starts, not a test that waits
    raise RuntimeError("the server did not answer in two minutes")


@contextmanager
def serving(
    folder: Path, scene: Mapping[str, int], sessions: Mapping[str, str], **variables: str
) -> Iterator[Site]:
    """Serve a data folder with its job worker, as `make serve` does; `variables`: the host's own."""
    port = _free_port()
    server = subprocess.Popen(
        [*RAKIZA, "serve", "--port", str(port)],
        env={**environment(folder), **variables},
        stdout=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(f"{url}/compte/login/", server)
        yield Site(url, folder, scene, sessions)
    finally:
        server.terminate()
        try:
            server.wait(timeout=60)
        finally:
            server.kill()


def as_new(site: Site, demonstration: Path) -> None:
    """Bring the demonstration back under a site that goes on serving: what was kept, and what was counted.

    A job that still ran would write into what came back; so would a worker that writes that it has ended.
    """
    site.settle()
    with (
        closing(sqlite3.connect(demonstration / DATABASE)) as made,
        closing(sqlite3.connect(site.folder / DATABASE, timeout=60)) as kept,
    ):
        made.backup(kept)
    shutil.rmtree(site.folder / "cache", ignore_errors=True)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Make the demonstration once, as `make demo` does; every site of every worker starts from a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demonstration"
    with folder.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # the worker that comes second finds it made
        if not folder.with_suffix(".json").exists():
            subprocess.run(
                [*RAKIZA, "demo", "--no-serve"],
                env=environment(folder),
                check=True,
                stdout=subprocess.DEVNULL,
            )
            # The demonstration did this itself: each site's worker would find it done, one after the other.
            with closing(sqlite3.connect(folder / DATABASE)) as made, made:
                made.execute("DELETE FROM django_tasks_database_dbtaskresult")
            folder.with_suffix(".json").write_bytes(_printed("tests.browser.doors", folder))
    return folder


def _printed(module: str, folder: Path) -> bytes:
    """Run a module in a data folder; return what it prints."""
    command = [sys.executable, "-m", module]
    return subprocess.run(command, env=environment(folder), check=True, stdout=subprocess.PIPE).stdout


@pytest.fixture(scope="session")
def sessions(demonstration: Path) -> Mapping[str, str]:
    """Return the session of each account, good on every copy of the demonstration."""
    opened: dict[str, str] = json.loads(demonstration.with_suffix(".json").read_bytes())
    return opened


@pytest.fixture(scope="session")
def site(
    demonstration: Path, sessions: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve the site that tests only read, with something in every state."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    scene = json.loads(_printed("tests.browser.scene", folder))
    with serving(folder, scene, sessions) as served:
        yield served


@pytest.fixture(scope="session")
def _walked_site(
    demonstration: Path, sessions: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("walked-site")
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    with serving(folder, {}, sessions) as served:
        yield served


@pytest.fixture(scope="module")
def own_site(_walked_site: Site, demonstration: Path) -> Site:
    """Return a site with the demonstration, that the module may change."""
    as_new(_walked_site, demonstration)
    return _walked_site


@pytest.fixture
def fresh_site(_walked_site: Site, demonstration: Path) -> Site:
    """Return a site with the demonstration, that this test may change; its module has no other."""
    as_new(_walked_site, demonstration)
    return _walked_site


@pytest.fixture(scope="session")
def provider() -> Iterator[Fake]:
    """Run an identity provider on this machine."""
    with listening() as fake:
        yield fake


@pytest.fixture(scope="session")
def small_site(provider: Fake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site with one person, who may also sign in through the provider: accounts need no more."""
    folder = tmp_path_factory.mktemp("small-site")
    subprocess.run([sys.executable, "-m", "tests.browser.one_person"], env=environment(folder), check=True)
    host = {
        "RAKIZA_OIDC_ISSUER": provider.issuer,
        "RAKIZA_OIDC_CLIENT_ID": CLIENT,
        "RAKIZA_OIDC_SECRET": SECRET,
        "RAKIZA_OIDC_NAME": "Santé Connect",
    }
    with serving(folder, {}, {}, **host) as served:
        yield served


@pytest.fixture
def people(chromium: Browser, small_site: Site) -> Iterator[People]:
    """Return `people(account, language)`: a browser on the small site."""
    opened = People(chromium, small_site)
    yield opened
    opened.close()


@pytest.fixture
def visitor(people: People) -> Visitor:
    """Return a visitor of the small site."""
    return people()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _readers(chromium: Browser, site: Site) -> Iterator[People]:
    people = People(chromium, site)
    yield people
    people.close()


@pytest.fixture
def visit(_readers: People) -> Iterator[People]:
    """Return `visit(account, language, width)`: a signed-in browser on the site that is only read."""
    yield _readers
    _readers.leave()


@pytest.fixture(scope="module")
def _walkers(chromium: Browser, own_site: Site) -> Iterator[People]:
    people = People(chromium, own_site)
    yield people
    people.close()


@pytest.fixture
def walk(_walkers: People) -> Iterator[People]:
    """Return `walk(account, language, width)`: a signed-in browser on the module's own site."""
    yield _walkers
    _walkers.leave()


@pytest.fixture(scope="session")
def _fresh_walkers(chromium: Browser, _walked_site: Site) -> Iterator[People]:
    people = People(chromium, _walked_site)
    yield people
    people.close()


@pytest.fixture
def fresh_walk(_fresh_walkers: People, fresh_site: Site) -> Iterator[People]:
    """Return `fresh_walk(account, language, width)`: a signed-in browser on a site that is this test's alone."""
    yield _fresh_walkers
    _fresh_walkers.forget()

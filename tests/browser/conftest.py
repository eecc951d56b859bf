"""A real site with the demonstration cluster, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; skip them where there is no Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@dataclass(frozen=True)
class Site:
    """The running site: its address, its accounts' password and its data folder."""

    url: str
    password: str
    folder: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)  # a server that starts, not a test that waits
    raise RuntimeError("the server did not answer in 30 s")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Make the demonstration and serve it, as `make demo` does."""
    from rakiza.demonstration.accounts import PASSWORD

    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ, "RAKIZA_DATA_DIR": str(folder), "RAKIZA_DEMO": "1", "RAKIZA_LOG_LEVEL": "WARNING", "DATABASE_URL": "",
    }  # fmt: skip
    rakiza = [sys.executable, "-m", "rakiza.cli"]
    subprocess.run([*rakiza, "demo", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    server = subprocess.Popen([*rakiza, "serve", "--port", str(port)], env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(url, server)
        yield Site(url, PASSWORD, folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser: what the page complained about is kept."""

    page: Page
    complaints: list[str]
    site: Site

    def go(self, path: str) -> Page:
        """Open a page of the site; the answer must be good."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self.page


@pytest.fixture(scope="session")
def _states(site: Site, chromium: Browser) -> dict[str, dict[str, object]]:
    return {}


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(site: Site, chromium: Browser, _states: dict[str, dict[str, object]]) -> Iterator[Visit]:
    """Return `visit(account, language, width)`: a signed-in browser; an empty account is a visitor."""
    contexts: list[BrowserContext] = []

    def open_as(account: str = "", language: str = "fr", width: int = 1280) -> Visitor:
        if account and account not in _states:
            _states[account] = _sign_in(chromium, site, account)
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, storage_state=_states.get(account), reduced_motion="reduce"
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Visitor(page, complaints, site)

    yield open_as
    for context in contexts:
        context.close()


def _sign_in(chromium: Browser, site: Site, account: str) -> dict[str, object]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/compte/login/")
    page.fill("#id_login", account)
    page.fill("#id_password", site.password)
    page.click("button[data-once]")
    page.wait_for_url(f"{site.url}/")
    state = dict(context.storage_state())
    context.close()
    return state

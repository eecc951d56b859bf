"""People with a browser: who they are signed in as, and what their pages complained of."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD

DATABASE = "rakiza.sqlite3"
_UNFINISHED = """
SELECT kind, state FROM jobs_job WHERE state IN ('queued', 'running')
UNION ALL SELECT args_kwargs, status FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')
"""


@dataclass(frozen=True)
class Site:
    """A running site: its address, its data folder, the numbers of what it shows, who is signed in already."""

    url: str
    folder: Path
    scene: Mapping[str, int] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=dict)

    def settle(self) -> None:
        """Wait until the worker has done what was asked of it, and has written that it ended."""
        with closing(sqlite3.connect(self.folder / DATABASE, timeout=60)) as kept:
            for _attempt in range(1200):
                if not (left := kept.execute(_UNFINISHED).fetchall()):
                    return
                time.sleep(0.05)  # work that ends, not a test that waits
        raise RuntimeError(f"the site's last jobs did not end in a minute: {left}")


@dataclass
class Visitor:
    """A person before a page; what the browser logged as an error is kept."""

    page: Page
    complaints: list[str]
    site: Site

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page of the site and expect this status."""
        self.complaints.clear()
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    @property
    def path(self) -> str:
        """Where the person is, with the query, without the site's address."""
        return self.page.url.removeprefix(self.site.url)


def _with_session(session: str) -> Any:
    """Return what a browser keeps of a session that was opened for it."""
    cookie = {"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}
    return {"cookies": [cookie], "origins": []}


class People:
    """Opens browsers on one site; each account signs in once, unless its session was opened with the site."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser = browser
        self.site = site
        self._signed_in: dict[str, Any] = {}
        self._kept: dict[tuple[str, str], Visitor] = {}
        self._opened: list[BrowserContext] = []

    def __call__(self, account: str = "", language: str = "fr", width: int = 1280, **options: Any) -> Visitor:
        """Open a fresh browser for this test; an empty account is a visitor. `options` are the context's."""
        visitor = self._open(account, language, width, **options)
        self._opened.append(visitor.page.context)
        return visitor

    def reader(self, account: str, language: str) -> Visitor:
        """Return the browser that reads pages in this account and language, kept from test to test."""
        key = (account, language)
        if key not in self._kept:
            self._kept[key] = self._open(account, language, 1280, reduced_motion="reduce")
        return self._kept[key]

    def known(self, account: str, language: str) -> Visitor:
        """Return a browser that may be kept from test to test: of somebody signed in with the site, or a fresh one."""
        return self.reader(account, language) if account in self.site.sessions else self(account, language)

    def keep(self, account: str, visitor: Visitor) -> None:
        """Keep the session of somebody who came in by another door than signing in."""
        self._signed_in[account] = visitor.page.context.storage_state()

    def leave(self) -> None:
        """Close the browsers of the test that ends."""
        while self._opened:
            self._opened.pop().close()

    def forget(self) -> None:
        """Leave, forgetting who came in during the test; the browsers that are kept show nothing any more."""
        self.leave()
        self._signed_in.clear()
        for visitor in self._kept.values():
            visitor.page.goto("about:blank")

    def close(self) -> None:
        """Close every browser."""
        self.leave()
        for visitor in self._kept.values():
            visitor.page.context.close()

    def _open(self, account: str, language: str, width: int, **options: Any) -> Visitor:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=self._sign_in(account) if account else None,
            **options,
        )
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": self.site.url}])
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Visitor(page, complaints, self.site)

    def _sign_in(self, account: str) -> Any:
        if account in self.site.sessions:
            return _with_session(self.site.sessions[account])
        if account not in self._signed_in:
            context = self._browser.new_context()
            page = context.new_page()
            page.goto(f"{self.site.url}/compte/login/")
            page.fill("#id_login", f"{account}@{DOMAIN}")
            page.fill("#id_password", PASSWORD)
            page.click("form[action$='/login/'] button.btn-primary")
            page.wait_for_url(f"{self.site.url}/")
            self._signed_in[account] = context.storage_state()
            context.close()
        return self._signed_in[account]

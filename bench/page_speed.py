"""Time and queries of every page of every role with 50,000 need lines in the database.

    python bench/page_speed.py [--lines N] [--small N] [--rounds N] [--folder DIR]

Promise: every page under 200 ms at the 95th percentile, with as many queries at 50,000 lines as at
500. Pages are asked for through the whole application (middleware, templates, database) in this
process; a few are asked for again from the real server, on the loopback. Downloads are apart: they
hold the whole list. `cpu` is the processor's own time: on a shared machine it tells the page's work
from the wait for the machine. `--folder` keeps the filled database, and takes it up again the next time.
"""
# ruff: noqa: PLC0415  # Django must be set up before the models are imported

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filled_site import SRC, Clock, fill, sizes, start

PROMISE_MS = 200.0
SERVED = ("home", "needs", "plan", "lot", "search")


@dataclass(frozen=True)
class Page:
    """One address that one role asks for."""

    role: str
    name: str
    path: str
    download: bool = False


@dataclass(frozen=True)
class Timing:
    """Milliseconds and queries of a page."""

    page: Page
    median: float
    p95: float
    cpu: float
    first: float
    queries: int
    size: int


def pages() -> Iterator[Page]:
    """Every page and download, as each role has them."""
    from rakiza.kernel.organisations.models import Membership
    from rakiza.pillars.certification.models import Certificate
    from rakiza.pillars.industry.models import Device
    from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine
    from rakiza.pillars.purchasing.plans.models import Lot, Plan, PlanFile
    from rakiza.pillars.registration.models import RegistrationCertificate

    plan = Plan.objects.get().pk
    line = NeedLine.objects.order_by("pk").first()
    own_import = NeedImport.objects.order_by("pk").first().pk
    maker = Membership.objects.filter(role="maker").order_by("pk").first().organisation
    lot = Lot.objects.filter(candidates__maker=maker).order_by("-buyers_count", "-covered_value").first().pk
    device = Device.objects.filter(maker=maker).order_by("pk").first()
    certificate = Certificate.objects.filter(maker=maker).first().pk
    title = RegistrationCertificate.objects.filter(device=device).first().pk
    file = PlanFile.objects.filter(kind="plan_xlsx").first() or PlanFile.objects.first()
    last = NeedLine.objects.count() // 50
    needs = [
        ("needs", "/besoins/"),
        ("needs, last page", f"/besoins/?page={last}"),
        ("needs, search", "/besoins/?q=seringue"),
        ("needs, to confirm", "/besoins/?etat=to_confirm"),
        ("needs, by value", "/besoins/?tri=-valeur"),
        ("needs, by designation", "/besoins/?tri=designation"),
        ("needs, one family", f"/besoins/?famille={line.family}"),
        ("import, file", f"/besoins/imports/{own_import}/?etape=fichier"),
        ("import, columns", f"/besoins/imports/{own_import}/?etape=colonnes"),
        ("import, review", f"/besoins/imports/{own_import}/?etape=verification"),
        ("import, confirmation", f"/besoins/imports/{own_import}/?etape=confirmation"),
        ("import, progress", f"/besoins/imports/{own_import}/progression/"),
        ("corrections", "/besoins/lectures-corrigees/"),
        ("need line", f"/besoins/lignes/{line.pk}/"),
    ]
    plans = [
        ("plans", "/plans/"),
        ("plan", f"/plans/{plan}/"),
        ("plan, page 20", f"/plans/{plan}/?page=20"),
        ("plan, search", f"/plans/{plan}/?q=seringue"),
        ("plan, uncovered lots", f"/plans/{plan}/?etat=uncovered"),
        ("plan, by quantity", f"/plans/{plan}/?tri=-quantity"),
        ("lot", f"/plans/lots/{lot}/"),
        ("uncovered", f"/plans/{plan}/non-couverts/"),
        ("uncovered, page 20", f"/plans/{plan}/non-couverts/?page=20"),
    ]
    common = [
        ("home", "/"),
        ("search", "/recherche/?q=seringue"),
        ("families", "/familles/"),
        ("families, search", "/familles/?q=seringue"),
        ("family", "/familles/syringe_hypodermic/"),
        ("reading", "/lecture/"),
        ("devices", "/industrie/dispositifs/"),
        ("devices, search", "/industrie/dispositifs/?q=seringue"),
        ("catalogue", "/industrie/catalogue/"),
        ("catalogue, search", "/industrie/catalogue/?q=seringue+10+ml"),
        ("device", f"/industrie/dispositifs/{device.pk}/"),
        ("certificates", "/certification/"),
        ("certificate", f"/certification/{certificate}/"),
        ("registrations", "/homologation/"),
        ("registration", f"/homologation/registration/{title}/"),
    ]
    offers = [("offers", "/industrie/offres/")]
    exports = [
        Page("coordinator", "export of the needs", "/besoins/export.xlsx", download=True),
        Page("buyer", "export of one's own needs", "/besoins/export.xlsx", download=True),
        Page("coordinator", "export of the lots", f"/plans/{plan}/?export=xlsx", download=True),
        Page(
            "coordinator",
            "export of what is uncovered",
            f"/plans/{plan}/non-couverts/?export=1",
            download=True,
        ),
        Page("coordinator", "document of the plan", f"/plans/{plan}/documents/{file.pk}/", download=True),
        Page("buyer", "template", "/besoins/modele/fr.xlsx", download=True),
        Page("buyer", "rejected rows", f"/besoins/imports/{own_import}/lignes-rejetees.xlsx", download=True),
    ]
    own = {
        "buyer": [*common, *needs, *plans, ("upload", "/besoins/deposer/")],
        "coordinator": [
            *common,
            *needs,
            *plans,
            *offers,
            ("new plan", "/plans/nouveau/"),
            ("audit", "/journal/"),
        ],
        "maker": [*common, *plans, *offers, ("upgrades", "/plans/ameliorations/")],
        "certification_officer": [*common, *plans, ("new certificate", "/certification/nouveau/")],
        "registration_officer": [*common, *plans, ("new title", "/homologation/registration/nouveau/")],
        "cluster_staff": [*common, *needs, *plans, *offers, ("audit", "/journal/")],
        "administrator": [*common, *needs, *plans, *offers, ("audit", "/journal/")],
    }
    for role, found in own.items():
        yield from (Page(role, name, path) for name, path in found)
    yield from exports


def clients() -> Callable[[str], object]:
    """Return `client(role)`: a signed-in test client; its session is found as a browser's is."""
    from django.test import Client

    from rakiza.kernel.organisations.models import Membership

    kept: dict[str, Client] = {}

    def client(role: str) -> Client:
        if role not in kept:
            kept[role] = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
            kept[role].force_login(Membership.objects.filter(role=role).order_by("pk").first().user)
        return kept[role]

    return client


def measure(rounds: int, roles: frozenset[str]) -> tuple[list[Timing], list[str]]:
    """Ask for each page once cold, then `rounds` times; return timings and what did not answer 200."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, timings, refused = clients(), [], []
    for page in pages():
        if roles and page.role not in roles:
            continue
        visitor = client(page.role)
        began = time.perf_counter()
        answer = visitor.get(page.path)
        first = (time.perf_counter() - began) * 1000
        if answer.status_code not in {200, 302}:
            refused.append(f"{page.role} {page.path}: {answer.status_code}")
            continue
        with CaptureQueriesContext(connection) as captured:
            visitor.get(page.path)
        queries, spent, worked = len(captured), [], []
        for _round in range(1 if page.download else rounds):
            began, cpu = time.perf_counter(), time.process_time()
            answer = visitor.get(page.path)
            size = sum(map(len, answer)) if answer.streaming else len(answer.content)
            spent.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - cpu) * 1000)
        timings.append(
            Timing(
                page,
                statistics.median(spent),
                percentile(spent, 95),
                percentile(worked, 95),
                first,
                queries,
                size,
            )
        )
    return timings, refused


def percentile(values: list[float], wanted: int) -> float:
    """Return the nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * wanted // 100) - 1)]


def served(rounds: int) -> list[tuple[str, float, float]]:
    """Return median and p95 of a few pages asked for from the real server on the loopback."""
    from django.conf import settings

    chosen = [page for page in pages() if page.role == "coordinator" and page.name in SERVED]
    client = clients()("coordinator")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "rakiza.cli", "serve", "--port", str(port)],
        env={**os.environ, "PYTHONPATH": str(SRC)}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_up(port)
        return [(page.name, *ask(port, page.path, cookie, rounds)) for page in chosen]
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_up(port: int) -> None:
    """Wait until the server takes connections."""
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server did not answer in 30 s")


def ask(port: int, path: str, cookie: str, rounds: int) -> tuple[float, float]:
    """Return median and p95 in milliseconds of one address, on one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent = []
    for number in range(rounds + 1):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if number:
            spent.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (path, answer.status)
    return statistics.median(spent), percentile(spent, 95)


def report(timings: list[Timing], refused: list[str], small: dict[str, int]) -> bool:
    """Print one line a page, slowest first, then the promise; return whether it is kept."""
    print(
        f"{'role':22} {'page':28} {'median':>8} {'p95':>8} {'cpu p95':>8} {'first':>8} {'queries':>8} {'at small':>8} {'kB':>7}"
    )
    for one in sorted(timings, key=lambda one: (one.page.download, -one.p95)):
        few = small.get(f"{one.page.role} {one.page.name}")
        told = f"{few if few is not None else '-':>8}{'' if few in {None, one.queries} else ' !'}"
        print(
            f"{one.page.role:22} {one.page.name:28} {one.median:8.1f} {one.p95:8.1f} {one.cpu:8.1f} {one.first:8.1f}"
            f" {one.queries:8} {told} {one.size / 1024:7.0f}"
        )
    for told in refused:
        print(f"REFUSED {told}")
    slow = [one for one in timings if not one.page.download and one.p95 > PROMISE_MS]
    heavy = [one for one in slow if one.cpu > PROMISE_MS]
    grown = [
        one for one in timings
        if not one.page.download and small.get(f"{one.page.role} {one.page.name}", one.queries) != one.queries
    ]  # fmt: skip
    print(
        f"{len(timings)} pages; slower than {PROMISE_MS:.0f} ms: {len(slow)} ({len(heavy)} by the processor's own time); other number of queries: {len(grown)}"
    )
    return not (slow or grown or refused)


def counted_at(lines: int) -> dict[str, int]:
    """Return the queries of each page at another size, measured by a process of its own."""
    if os.environ.get("DATABASE_URL"):
        print("(queries at the small size are counted on SQLite)")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "counts.json"
        command = [sys.executable, __file__, "--lines", str(lines), "--devices", "100", "--rounds", "1"]
        subprocess.run(
            [*command, "--counts", str(out)], check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "DATABASE_URL": ""},
        )  # fmt: skip
        return json.loads(out.read_text())


def main() -> int:
    """Fill, measure, print; 1 where the promise isn't kept."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=50_000)
    arguments.add_argument("--devices", type=int, default=600)
    arguments.add_argument(
        "--small", type=int, default=500, help="size to compare numbers of queries with; 0: none"
    )
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--roles", nargs="*", default=(), help="only these roles")
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--served", action="store_true", help="ask the real server for a few pages too")
    arguments.add_argument("--counts", type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    small = counted_at(asked.small) if asked.small and not asked.counts else {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        start(folder)
        ready = folder / "filled"
        if not ready.exists():
            clock = Clock()
            fill(asked.lines, asked.devices, clock)
            clock.print()
            ready.touch()
        print(sizes())
        from rakiza.web.warm import warm_up

        warm_up()  # as a server process does before its first request
        timings, refused = measure(asked.rounds, frozenset(asked.roles))
        if asked.counts:
            counts = {f"{one.page.role} {one.page.name}": one.queries for one in timings}
            asked.counts.write_text(json.dumps(counts))
            return 0
        kept = report(timings, refused, small)
        if asked.served:
            for name, median, p95 in served(asked.rounds):
                print(f"served on the loopback: {name:10} median {median:6.1f} ms  p95 {p95:6.1f} ms")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

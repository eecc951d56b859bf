# ruff: noqa: PLC0415  # Django must be set up before the models are imported
"""One step of a site on its own data folder, in a process that a test may kill.

    python -m tests.robustness.steps STEP [HANG]

Steps: `migrate` makes the tables; `prepare` fills the folder and queues a run; `reviewed` leaves an import to confirm; `work`
runs the worker; `confirm` confirms the import; `post` asks for a page that writes, and prints the
status. Those of the two offices are in `title_steps`. `HANG` names what is replaced by a function that touches the file `reached` and never ends.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from pathlib import Path

from tests.robustness.title_steps import TITLE_STEPS


def hang(target: str) -> None:
    """Replace `module:name` by a function that says that it was reached, and stays there."""
    module, _, name = target.partition(":")

    def stay(*_args: object, **_options: object) -> None:
        Path(os.environ["RAKIZA_DATA_DIR"], "reached").touch()
        threading.Event().wait()

    setattr(import_module(module), name, stay)


def migrate() -> None:
    """Make the tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def prepare() -> None:
    """Fill the folder and queue a run."""
    from tests.factories.plans import a_scene

    from rakiza.pillars.purchasing.plans.actions import run_plan

    scene = a_scene()
    run_plan(scene.coordinator, scene.plan)


def reviewed() -> None:
    """Leave an import of two lines to confirm."""
    from tests.factories import NeedImportFactory, NeedLineFactory

    found = NeedImportFactory(reviewed=True, lines_count=2)
    for _ in range(2):
        NeedLineFactory(need_import=found)


def confirm() -> None:
    """Confirm the only import, as its buyer."""
    from tests.factories import an_actor

    from rakiza.kernel.organisations.enums import Role
    from rakiza.pillars.purchasing.needs.actions import confirm_import
    from rakiza.pillars.purchasing.needs.models import NeedImport

    found = NeedImport.objects.get()
    confirm_import(an_actor(Role.BUYER, found.organisation), found)


def post() -> None:
    """Ask for a page that writes, and print the status and the title."""
    from django.conf import settings
    from django.test import Client

    from rakiza.pillars.purchasing.needs.models import NeedImport

    found = NeedImport.objects.get()
    client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = os.environ["SESSION"]
    response = client.post(f"/besoins/imports/{found.pk}/confirmer/", {"seen": "1"})
    print(response.status_code, response.content.decode()[:400].replace("\n", " "))  # noqa: T201


def session() -> None:
    """Print the key of a session of a buyer who may confirm."""
    from django.conf import settings
    from django.test import Client
    from tests.factories import an_actor

    from rakiza.kernel.organisations.enums import Role
    from rakiza.pillars.purchasing.needs.models import NeedImport

    client = Client()
    client.force_login(an_actor(Role.BUYER, NeedImport.objects.get().organisation).user)
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)  # noqa: T201


def work() -> None:
    """Run the worker until killed."""
    from rakiza.web.commands import work as run_worker

    run_worker()


def main() -> None:
    """Do the step."""
    import django

    django.setup()
    from tests.factories import UserFactory

    UserFactory.reset_sequence(1000 + os.getpid())  # each step is a process: its people are new
    if len(sys.argv) > 2:
        hang(sys.argv[2])
    steps = (migrate, prepare, reviewed, confirm, post, session, work, *TITLE_STEPS)
    {step.__name__: step for step in steps}[sys.argv[1]]()


if __name__ == "__main__":
    main()

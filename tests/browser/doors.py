"""A site's first morning: the day's rounds done, everybody signed in. `python -m tests.browser.doors`, in its data folder.

Prints the session of each account as JSON: browsers begin with it, instead of a page to sign in at for each account of
each site. Who signs in, wrongly or by another door, is walked on a site of its own.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    """Do the rounds, sign everybody in, print who has which session."""
    django.setup()

    from django.conf import settings  # noqa: PLC0415 - Django must be set up
    from django.core.cache import cache  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD  # noqa: PLC0415
    from rakiza.kernel.identity.models import User  # noqa: PLC0415
    from rakiza.kernel.jobs.daily import sweep_due, sweeps  # noqa: PLC0415

    # Else each site's worker does them again, at their hour, whenever the demonstration is brought back.
    sweep_due(names=frozenset(sweep.name for sweep in sweeps()))
    sessions = {}
    for user in User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).order_by("pk"):
        if not user.has_usable_password():
            continue
        client = Client(SERVER_NAME="127.0.0.1")
        answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, user.email
        sessions[user.email.removesuffix(f"@{DOMAIN}")] = client.cookies[settings.SESSION_COOKIE_NAME].value
    cache.clear()  # nobody counts as having tried too often
    json.dump(sessions, sys.stdout)


if __name__ == "__main__":
    main()

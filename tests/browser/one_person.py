"""A site with one organisation and three people: `python -m tests.browser.one_person`, in its data folder.

Their addresses are proven. Each has one use, for what is added to an account stays with it.
"""

from __future__ import annotations

import django

ACCOUNT, OTHER, WITH_KEY = "seule", "autre", "avec-cle"


def main() -> None:
    """Write the database."""
    django.setup()

    from allauth.account.models import EmailAddress  # noqa: PLC0415 - Django must be set up
    from django.core.management import call_command  # noqa: PLC0415

    from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD  # noqa: PLC0415
    from rakiza.kernel.identity.models import User  # noqa: PLC0415
    from rakiza.kernel.organisations.models import Membership, Organisation  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    cluster = Organisation.objects.create(kind="cluster", name="Cluster fictif", is_demonstration=True)
    for account in (ACCOUNT, OTHER, WITH_KEY):
        person = User.objects.create_user(f"{account}@{DOMAIN}", PASSWORD, name=f"Compte {account}")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        Membership.objects.create(user=person, organisation=cluster, role="cluster_staff")


if __name__ == "__main__":
    main()

"""Mutations of accounts."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User


@transaction.atomic
def describe_oneself(user: User, *, name: str, language: str, digest: bool = True) -> None:
    """Change one's own name and language, and whether a daily digest is mailed."""
    kept = User.objects.select_for_update().get(pk=user.pk)
    before = {"name": kept.name, "language": kept.language, "digest": kept.digest}
    after = {"name": name, "language": language, "digest": digest}
    if before == after:
        return
    record(
        None,
        "identity.describe_oneself",
        user,
        before=before,
        after=after,
        user=user,
    )
    User.objects.filter(pk=user.pk).update(**after)


@transaction.atomic
def open_account(email: str, *, name: str, password: str, language: str, proven: bool) -> User:
    """Open the account of an invited person; `proven`: the invitation reached them at that address."""
    user = User.objects.create_user(email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=proven, primary=True)
    record(None, "identity.open_account", user, after={"name": name, "language": language}, user=user)
    return user


@transaction.atomic
def end_session(user: User, session: UserSession) -> None:
    """Close a session of one's own: its browser is asked to sign in again."""
    record(None, "identity.end_session", user, after={"address": session.ip}, user=user)
    session.end()

"""Mutations of links between accounts and people of the provider."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.identity.oidc.values import Identity, NotTaken, OpenIdProvider, Why


@transaction.atomic
def admit(provider: OpenIdProvider, identity: Identity) -> User:
    """Return the account of somebody whom the provider vouched for, linking it at the first time.

    Raises `NotTaken`, and changes nothing, unless the account exists, is active and its address was proven here.
    """
    linked = (
        SocialAccount.objects.select_related("user")
        .filter(provider=provider.key, uid=identity.subject)
        .first()
    )
    user = linked.user if linked is not None else _by_address(identity)
    if not user.is_active:
        raise NotTaken(Why.INACTIVE, str(user.pk))
    if linked is None:
        _link(provider, identity, user)
    return user


def _by_address(identity: Identity) -> User:
    if not identity.proven:
        raise NotTaken(Why.UNPROVEN_THERE)
    user = User.objects.select_for_update().filter(email__iexact=identity.email).first()
    if user is None:
        raise NotTaken(Why.NO_ACCOUNT)
    if not EmailAddress.objects.filter(user=user, email__iexact=identity.email, verified=True).exists():
        raise NotTaken(Why.UNPROVEN_HERE, str(user.pk))
    return user


def _link(provider: OpenIdProvider, identity: Identity, user: User) -> None:
    held = SocialAccount.objects.filter(provider=provider.key, user=user).first()
    if held is not None and held.uid == identity.subject:
        return  # a second answer of the same exchange came first
    if held is not None:
        raise NotTaken(Why.LINKED_ELSEWHERE, str(user.pk))
    SocialAccount.objects.create(user=user, provider=provider.key, uid=identity.subject)
    record(None, "identity.provider_linked", user, after={"issuer": provider.issuer}, user=user)


@transaction.atomic
def unlink(user: User, provider: OpenIdProvider) -> bool:
    """Cut the link of one's own account; False where there was none."""
    cut, _kinds = SocialAccount.objects.filter(user=user, provider=provider.key).delete()
    if cut:
        record(None, "identity.provider_unlinked", user, before={"issuer": provider.issuer}, user=user)
    return bool(cut)


def trace_refusal(provider: OpenIdProvider, refusal: NotTaken, identity: Identity | None) -> None:
    """Write down a sign-in that wasn't taken; under the account that it was for, where there is one."""
    about: User | SocialAccount | None = None
    if identity is not None:
        about = User.objects.filter(
            socialaccount__provider=provider.key, socialaccount__uid=identity.subject
        ).first()
        if about is None and identity.proven:
            about = User.objects.filter(email__iexact=identity.email).first()
    address = identity.email if identity is not None else ""
    record(
        None,
        "identity.provider_refused",
        about or SocialAccount(pk=0, provider=provider.key),
        after={"issuer": provider.issuer, "reason": refusal.why, "address": address},
    )

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from rakiza.kernel.identity.adapter import AccountAdapter
from rakiza.kernel.identity.models import User


@pytest.mark.django_db
def test_people_sign_in_by_address_whatever_its_case() -> None:
    user = User.objects.create_user("Nom@Example.org", "mot de passe", name="Nom")
    assert (user.email, user.check_password("mot de passe"), user.is_staff) == (
        "nom@example.org",
        True,
        False,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="NOM@example.org")


@pytest.mark.django_db
def test_an_account_without_password_does_not_sign_in() -> None:
    assert not User.objects.create_user("a@example.org").has_usable_password()


@pytest.mark.django_db
def test_a_technical_administrator() -> None:
    user = User.objects.create_superuser("a@example.org", "x", name="A")
    assert (user.is_staff, user.is_superuser, str(user)) == (True, True, "A")


def test_an_address_is_needed() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_nobody_registers_alone() -> None:
    assert not AccountAdapter().is_open_for_signup(RequestFactory().get("/"))

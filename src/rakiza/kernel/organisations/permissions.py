"""Permission and refusal: one way to ask, one way to say no.

Rooms declare predicates in their `rules` module with `rules.add_perm`; actions call `require`.
"""

from __future__ import annotations

import rules
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from rakiza.engine.reasons import Param
from rakiza.kernel.audit.refusals import hear
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

LazyText = object


class Refused(Exception):  # noqa: N818  # a refusal is an answer, not a fault
    """An action can't be done in this state. `code` is stable, `str()` is the sentence to show."""

    def __init__(self, code: str, message: object, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params
        hear(code, self)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class NotAllowed(PermissionDenied):
    """The actor's role or organisation doesn't allow the action: an answer 403, never a message at a field.

    It isn't a `Refused`: what catches refusals to explain a state doesn't catch it.
    """

    code = "not_allowed"

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission
        hear(f"not_allowed:{permission}", self)

    def __str__(self) -> str:
        return str(_("Votre rôle ne permet pas cette action."))


def allowed(actor: Actor, permission: str, subject: object = None) -> bool:
    """Tell whether `actor` has `permission` on `subject`; an undeclared permission is an error."""
    if not rules.perm_exists(permission):
        raise LookupError(permission)
    return bool(rules.has_perm(permission, actor, subject))


def require(actor: Actor, permission: str, subject: object = None) -> None:
    """Raise `NotAllowed` unless `actor` has `permission` on `subject`."""
    if not allowed(actor, permission, subject):
        raise NotAllowed(permission)


def role_is(*roles: Role) -> rules.Predicate:
    """Return a predicate: the actor plays one of `roles`."""

    def check(actor: Actor) -> bool:
        return actor.plays(*roles)

    return rules.predicate(check, name=f"role_is:{','.join(sorted(roles))}")

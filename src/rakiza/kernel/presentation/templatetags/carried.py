"""Forms carry the role that their page was opened in: `{% csrf_token %}` writes it beside the token."""

from __future__ import annotations

from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rakiza.kernel.presentation.acting import CARRIED, role_in_force

register = Library()


class CarryingTokenNode(CsrfTokenNode):
    """The token, and the role in force where somebody is signed in."""

    def render(self, context: Context) -> SafeString:
        """Return the hidden fields."""
        token = mark_safe(super().render(context))  # noqa: S308 - Django's own tag wrote it
        role = role_in_force(context.get("request"))
        if not token or role is None:
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', CARRIED, role)


@register.tag("csrf_token")
def csrf_token(_parser: Parser, _token: Token) -> CarryingTokenNode:
    """Stand in for Django's tag of that name in every template."""
    return CarryingTokenNode()

"""The form of one's own account."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from rakiza.kernel.identity.models import User


class OwnAccountForm(forms.ModelForm[User]):
    """Name, language and mails; the address and the password have pages of their own."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language", "digest"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"class": "input w-full", "autocomplete": "name"}),
            "language": forms.Select(attrs={"class": "select w-full"}),
            "digest": forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
        }

"""One added rule as a part of a form: the fields that its kind asks for, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.allocation import Group, Measure, Per, Served
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.rules import YEARS
from rakiza.engine.planning.values import Rules
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.pillars.purchasing.added_rules.faults import faults_of
from rakiza.pillars.purchasing.added_rules.kinds import GROUPS, KINDS, MEASURES, PER, SERVED, Words
from rakiza.pillars.purchasing.added_rules.wording import rule_about, rule_label
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.rule_forms.picks import PickField

HUNDRED = Decimal(100)
PICKS: Final[Mapping[str, Words]] = {
    "makers": gettext_lazy("Fabricants"),
    "families": gettext_lazy("Familles"),
    "lots": gettext_lazy("Lots"),
    "regions": gettext_lazy("Régions"),
}
_SHARES: Final[Mapping[str, Words]] = {
    "minimum": gettext_lazy("Au moins (%)"),
    "maximum": gettext_lazy("Au plus (%)"),
    "spread": gettext_lazy("Écart entre régions, au plus (points de %)"),
}
_COUNTS: Final[Mapping[str, Words]] = {
    "least": gettext_lazy("Au moins"),
    "most": gettext_lazy("Au plus"),
}
_SELECT = {"class": "select select-sm w-full"}
_ENUMS: Final[Mapping[str, type[Per | Measure | Group | Served]]] = {
    "per": Per,
    "measure": Measure,
    "group": Group,
    "served": Served,
}


@dataclass(frozen=True, slots=True)
class Pick:
    """One list to choose from: its boxes, the name of its search, what is sought."""

    field: forms.BoundField
    search: str
    sought: str


class RuleBlock(forms.Form):
    """One added rule. `draft`: what was typed is shown as it is, and judged only once it is sent."""

    def __init__(
        self,
        key: int,
        rule: AddedRule,
        directories: RuleDirectories,
        data: QueryDict | None = None,
        *,
        draft: bool = False,
    ) -> None:
        super().__init__(data, prefix=f"b{key}")
        self.key, self.rule, self._draft = key, rule, draft
        self.text = KINDS[rule.kind]
        self.idle = ""  # why it binds nothing, where it doesn't
        self._directories = directories
        self.fields["on"] = forms.BooleanField(
            label=_("En vigueur"),
            required=False,
            initial=rule.on,
            widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
        )
        for name in self.text.asks:
            self.fields[name] = self._field(name)

    @property
    def errors(self) -> ErrorDict:
        """What is wrong; of a draft, nothing yet."""
        return ErrorDict() if self._draft else super().errors

    @property
    def entry(self) -> str:
        """What the hidden field of this block holds: its place, its kind, the rule's identifier."""
        return f"{self.key}:{self.rule.kind.value}:{self.rule.id}"

    @property
    def is_open(self) -> bool:
        """Whether it is shown in full: in force, or to be corrected."""
        stated = bool(self["on"].value())
        return stated or bool(self.errors)

    @property
    def about(self) -> str:
        """What the rule was about as it stood, to tell it from others of its kind when it is closed."""
        return rule_about(self.rule, rule_names(self._directories, Rules(added=(self.rule,))))

    @property
    def named(self) -> str:
        """What the rule is called as it was typed, where that is one, else as it stood."""
        rule: AddedRule = getattr(self, "cleaned_data", {}).get("rule", self.rule)
        return rule_label(rule, rule_names(self._directories, Rules(added=(rule,))))

    @property
    def vital_field(self) -> forms.BoundField | None:
        """The box that keeps a rule to vital lots, where its kind knows it."""
        return self["vital"] if "vital" in self.fields else None

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that hold one value."""
        return [self[name] for name in self.text.asks if name not in PICKS and name != "vital"]

    def picks(self) -> list[Pick]:
        """Return the lists to choose from that the rule is about."""
        return [self._picked(name) for name in self._lists() if name not in self._narrowing]

    def narrowings(self) -> list[Pick]:
        """Return the lists that only narrow the rule down, which looks at everything without them."""
        return [self._picked(name) for name in self._lists() if name in self._narrowing]

    def is_narrowed(self) -> bool:
        """Tell whether one of these holds, or is being sought in."""
        return any(
            self[name].value() or self._sought(name) for name in self._lists() if name in self._narrowing
        )

    @property
    def _narrowing(self) -> frozenset[str]:
        about_lots = self.rule.kind in {Kind.EXCLUSIVE, Kind.TIED}
        return frozenset() if about_lots else frozenset({"families", "lots"})

    def _lists(self) -> list[str]:
        return [name for name in PICKS if name in self.fields]

    def _picked(self, name: str) -> Pick:
        return Pick(self[name], self.add_prefix(f"{name}-q"), self._sought(name))

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into a rule, and say each fault at its field."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        stated = {name: self._stated(name, cleaned[name]) for name in self.text.asks}
        made = AddedRule(self.rule.id, self.rule.kind, on=cleaned["on"], **stated)
        for field, words in faults_of(made):
            self.add_error(field if field in self.fields else None, words)
        cleaned["rule"] = made
        return cleaned

    def _stated(self, name: str, value: Any) -> Any:  # noqa: ANN401 - each field has its own type
        if name in _SHARES:
            return None if value is None else value / HUNDRED
        if name in PICKS:
            return tuple(value)
        if name in _ENUMS:
            return _ENUMS[name](value)
        return int(value) if name == "years" else value

    def _sought(self, name: str) -> str:
        return self.data.get(self.add_prefix(f"{name}-q"), "") if self.is_bound else ""

    def _field(self, name: str) -> forms.Field:
        if name in PICKS:
            return self._pick(name)
        if name in _SHARES:
            return self._share(name)
        if name in _COUNTS:
            return forms.IntegerField(
                label=str(_COUNTS[name]),
                required=False,
                initial=getattr(self.rule, name),
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "input input-sm w-full", "dir": "ltr"}
                ),
            )
        return _OTHERS[name](self)

    def _share(self, name: str) -> QuantityField:
        held: Decimal | None = getattr(self.rule, name)
        label = _("Part de la demande garantie (%)") if self.rule.kind is Kind.COMMITMENT else _SHARES[name]
        return QuantityField(
            label=label,
            least=Decimal(0),
            most=HUNDRED,
            required=False,
            initial=None if held is None else (held * HUNDRED).normalize() + 0,
        )

    def _pick(self, name: str) -> PickField:
        held: tuple[str, ...] = getattr(self.rule, name)
        field = PickField(self._directories.directory(name), held, label=str(PICKS[name]), initial=list(held))
        chosen = self.data.getlist(self.add_prefix(name)) if isinstance(self.data, QueryDict) else held
        field.offer(chosen if self.is_bound else held, self._sought(name))
        return field

    def _amount(self) -> QuantityField:
        label = _("Coût de l'outillage") if self.rule.kind is Kind.COMMITMENT else _("Montant au plus")
        return QuantityField(
            label=label,
            help_text=_("Dans la monnaie du plan, taxes comprises."),
            least=Decimal("0.01"),
            required=False,
            initial=self.rule.amount,
        )

    def _member(self) -> forms.ChoiceField:
        known = dict(self._directories.members.every)
        if self.rule.member and self.rule.member not in known:
            known[self.rule.member] = _("%(name)s (absent du plan)") % {"name": self.rule.member}
        return forms.ChoiceField(
            label=_("Membre"),
            required=False,
            choices=[("", "—"), *known.items()],
            initial=self.rule.member,
            widget=forms.Select(attrs=_SELECT),
        )

    def _choice(self, label: str, choices: list[tuple[str, Words]], held: str | None) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            choices=[(key, str(words)) for key, words in choices],
            initial=held or choices[0][0],
            widget=forms.Select(attrs=_SELECT),
        )

    def _per(self) -> forms.ChoiceField:
        return self._choice(_("Compté"), [(one.value, PER[one]) for one in self.text.per], self.rule.per)

    def _measure(self) -> forms.ChoiceField:
        known = [(one.value, MEASURES[one]) for one in self.text.measures]
        return self._choice(_("Mesuré en part"), known, self.rule.measure)

    def _group(self) -> forms.ChoiceField:
        known = [(one.value, words) for one, words in GROUPS.items()]
        return self._choice(_("Pour"), known, self.rule.group)

    def _served(self) -> forms.ChoiceField:
        known = [(one.value, words) for one, words in SERVED.items()]
        return self._choice(_("Servie"), known, self.rule.served)

    def _years(self) -> forms.ChoiceField:
        known: list[tuple[str, Words]] = [(str(years), str(years)) for years in YEARS]
        return self._choice(_("Années"), known, str(self.rule.years) if self.rule.years else None)

    def _vital(self) -> forms.BooleanField:
        return forms.BooleanField(
            label=_("Seulement les lots vitaux"),
            required=False,
            initial=self.rule.vital,
            widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
        )


_OTHERS: Final[Mapping[str, Callable[[RuleBlock], forms.Field]]] = {
    "amount": RuleBlock._amount,
    "member": RuleBlock._member,
    "per": RuleBlock._per,
    "measure": RuleBlock._measure,
    "group": RuleBlock._group,
    "served": RuleBlock._served,
    "years": RuleBlock._years,
    "vital": RuleBlock._vital,
}

"""The form of all rules of a plan: those that always stand, what the plan is best in, those added.

Sent with `ajouter`, `retirer` or `chercher` it is a draft: shown again as it was typed, one block more
or less, judged only once it is sent to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from rakiza.engine.allocation import Aim, Goal
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import Rules
from rakiza.kernel.imports.numbers import parse_number
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.added_rules.faults import faults_of_goals
from rakiza.pillars.purchasing.added_rules.kinds import AIMS, KINDS, PARTS
from rakiza.pillars.purchasing.plans.rule_forms.block import HUNDRED, RuleBlock
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories
from rakiza.pillars.purchasing.plans.rule_forms.usual import CHOICES, NUMBERS, OFF, RuleText, shown
from rakiza.pillars.purchasing.rules_file import BOUNDS, RULE_ID, RulesError, rules_from_mapping

ADD, DROP, FIND = "ajouter", "retirer", "chercher"
ENTRY = "block"
MOST_ADDED = 60
RANKS = (1, 2, 3)
_RUN = ("confirm_below", "gap", "time_limit_seconds")  # how it reads and computes, no rule of the plan


def is_draft(data: QueryDict) -> bool:
    """Tell whether a form was sent to go on with it, not to keep it."""
    return any(button in data for button in (ADD, DROP, FIND))


class RulesForm(forms.Form):
    """The rules that members vote; each starts from its default or from what the plan holds."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        directories: RuleDirectories,
        rules: Rules | None = None,
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(data, **options)
        self._held, self._directories = rules or Rules(), directories
        self._draft = data is not None and is_draft(data)
        for key, text in NUMBERS.items():
            self.fields[key] = _number_field(key, text, self._held)
        for key, text in CHOICES.items():
            self.fields[key] = forms.BooleanField(
                label=str(text.label),
                help_text=str(text.help),
                required=False,
                initial=getattr(self._held, key),
                widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
            )
        for rank in RANKS:
            self.fields |= _goal_fields(rank, self._held)
        self.blocks = self._blocks(data)
        self._idle: Mapping[str, str] = {}
        self._labels: Mapping[str, str] = {}

    @property
    def errors(self) -> ErrorDict:
        """What is wrong; of a draft, nothing yet."""
        return ErrorDict() if self._draft else super().errors

    @property
    def wrong_blocks(self) -> list[RuleBlock]:
        """Return the added rules to correct."""
        return [block for block in self.blocks if block.errors]

    def is_valid(self) -> bool:
        """Tell whether the rules can be kept; a draft never is."""
        return not self._draft and super().is_valid()

    def in_force(self) -> list[forms.BoundField]:
        """Return the usual rules that ask for something, or are to be corrected."""
        return [self[key] for key in OFF if not self._is_off(key)]

    def without_effect(self) -> list[forms.BoundField]:
        """Return the usual rules that ask for nothing."""
        return [self[key] for key in OFF if self._is_off(key)]

    def run_fields(self) -> list[forms.BoundField]:
        """Return what is said of reading and computing."""
        return [self[key] for key in _RUN]

    def run_has_errors(self) -> bool:
        """Tell whether one of these is to be corrected."""
        return any(self[key].errors for key in _RUN)

    def goal_fields(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Return each aim with how much of it the next may give up."""
        return [(self[f"aim{rank}"], self[f"give{rank}"] if rank < len(RANKS) else None) for rank in RANKS]

    def choice_fields(self) -> list[forms.BoundField]:
        """Return the fields of the rules that are yes or no."""
        return [self[key] for key in CHOICES]

    def tell_idle(self, words: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Have each rule that binds nothing say so where it's entered; `words`, `labels` by identifier or key."""
        self._labels = labels
        for block in self.blocks:
            block.idle = words.get(block.rule.id, "")
        self._idle = {key: words[key] for key in OFF if key in words}

    def usual_idle(self) -> list[tuple[forms.BoundField, str]]:
        """Return the usual rules that bind nothing, with why."""
        return [(self[key], words) for key, words in self._idle.items()]

    def all_idle(self) -> list[tuple[str, str]]:
        """Return every rule that binds nothing, by its name, with why."""
        usual = [(str(field.label), words) for field, words in self.usual_idle()]
        added = [
            (self._labels.get(block.rule.id, block.named), block.idle) for block in self.blocks if block.idle
        ]
        return [*usual, *added]

    def kinds(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the kinds of rules to add, by group."""
        return [
            (str(words), [(kind.value, str(text.label)) for kind, text in KINDS.items() if text.part is part])
            for part, words in PARTS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into rules; what the rules refuse is said of the whole form."""
        cleaned = super().clean() or self.cleaned_data
        wrong = [block for block in self.blocks if not block.is_valid()]
        if wrong:
            self.add_error(None, _("Des règles ajoutées sont à corriger."))
        if len(self.blocks) > MOST_ADDED:
            self.add_error(None, _("Un plan a au plus %(most)s règles ajoutées.") % {"most": MOST_ADDED})
        if self.errors:
            return cleaned
        goals = tuple(self._goals(cleaned))
        for words in faults_of_goals(goals):
            self.add_error("aim1", words)
        try:
            cleaned["rules"] = rules_from_mapping(
                {
                    **self._stated(cleaned),
                    "currency": self._held.currency,
                    "goals": () if goals == (Goal(),) else goals,
                    "added": tuple(block.cleaned_data["rule"] for block in self.blocks),
                }
            )
        except RulesError as error:
            self.add_error(None, str(error))
        return cleaned

    def _stated(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        stated: dict[str, object] = {key: cleaned[key] for key in CHOICES}
        for key, text in NUMBERS.items():
            stated[key] = str(cleaned[key] / text.scale)
        return stated

    def _goals(self, cleaned: Mapping[str, Any]) -> Iterator[Goal]:
        for rank in RANKS:
            if cleaned[f"aim{rank}"]:
                yield Goal(Aim(cleaned[f"aim{rank}"]), (cleaned.get(f"give{rank}") or Decimal(0)) / HUNDRED)

    def _is_off(self, key: str) -> bool:
        if self[key].errors:
            return False
        value = self[key].value()
        if isinstance(value, str):
            written = parse_number(value, lone_group_is_thousands=False)
            value = written.value if written is not None else None
        return bool(value == shown(OFF[key], NUMBERS[key].scale))

    def _blocks(self, data: QueryDict | None) -> list[RuleBlock]:
        entries = (
            [entry for entry in map(self._entry, data.getlist(ENTRY)) if entry is not None] if data else []
        )
        self._look_up(data, [key for key, _rule in entries])
        if data is None:
            return [RuleBlock(key, rule, self._directories) for key, rule in enumerate(self._held.added)]
        dropped = data.get(DROP, "")
        kept = [
            RuleBlock(key, rule, self._directories, data, draft=self._draft)
            for key, rule in entries
            if str(key) != dropped
        ]
        kind = data.get("kind", "")
        if ADD in data and kind in set(Kind) and len(kept) < MOST_ADDED:
            key = max((key for key, _rule in entries), default=-1) + 1
            kept.append(RuleBlock(key, AddedRule(self._free(entries), Kind(kind)), self._directories))
        return kept

    def _look_up(self, data: QueryDict | None, keys: Sequence[int]) -> None:
        """Read the lots that the blocks name together, rather than block by block."""
        typed = (data.getlist(f"b{key}-lots") for key in keys) if data else ()
        named = {code for codes in (*(rule.lots for rule in self._held.added), *typed) for code in codes}
        if named:
            self._directories.lots.named(sorted(named))

    def _entry(self, written: str) -> tuple[int, AddedRule] | None:
        """Read what a block's hidden field holds; what is no entry is none of ours."""
        parts = written.split(":")
        if len(parts) != 3 or not parts[0].isdecimal() or len(parts[0]) > 4 or parts[1] not in set(Kind):
            return None
        if not RULE_ID.fullmatch(parts[2]):
            return None
        held = {rule.id: rule for rule in self._held.added}.get(parts[2])
        kind = Kind(parts[1])
        return int(parts[0]), held if held is not None and held.kind is kind else AddedRule(parts[2], kind)

    def _free(self, entries: list[tuple[int, AddedRule]]) -> str:
        used = {rule.id for _key, rule in entries} | {rule.id for rule in self._held.added}
        return next(name for rank in range(1, len(used) + 2) if (name := f"r{rank}") not in used)


def _number_field(key: str, text: RuleText, held: Rules) -> QuantityField:
    return QuantityField(
        label=text.label,
        help_text=_("%(help)s De %(low)s à %(high)s\u00a0; d'ordinaire %(default)s.")
        % {
            "help": text.help,
            "low": number(shown(BOUNDS[key].lowest, text.scale)),
            "high": number(shown(BOUNDS[key].highest, text.scale)),
            "default": number(shown(getattr(Rules(), key), text.scale)),
        },
        least=shown(BOUNDS[key].lowest, text.scale),
        most=shown(BOUNDS[key].highest, text.scale),
        initial=shown(getattr(held, key), text.scale),
    )


def _goal_fields(rank: int, held: Rules) -> dict[str, forms.Field]:
    goals = held.goals or (Goal(),)
    goal = goals[rank - 1] if rank <= len(goals) else None
    label = {1: _("D'abord"), 2: _("Puis"), 3: _("Enfin")}[rank]
    choices = [(aim.value, str(words)) for aim, words in AIMS.items()]
    fields: dict[str, forms.Field] = {
        f"aim{rank}": forms.ChoiceField(
            label=label,
            required=False,
            choices=choices if rank == 1 else [("", "—"), *choices],
            initial=goal.aim.value if goal else "",
            widget=forms.Select(attrs={"class": "select select-sm w-full"}),
        )
    }
    if rank < len(RANKS):
        fields[f"give{rank}"] = QuantityField(
            label=_("Cédé au suivant, au plus (%)"),
            least=Decimal(0),
            most=HUNDRED,
            required=False,
            initial=shown(goal.tolerance, 100) if goal else Decimal(0),
        )
    return fields

"""Template tags of every page: `{% load rakiza %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.forms import BoundField
from django.template import RequestContext
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rakiza.engine.families import Labels
from rakiza.engine.reasons import Reason
from rakiza.kernel.audit.queries import sort_of
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.presentation.action_names import ACTION_NAMES
from rakiza.kernel.presentation.icons import DIRECTIONAL, PATHS
from rakiza.kernel.presentation.tones import TONES, Tone
from rakiza.kernel.wording import formats, say, vocabulary
from rakiza.kernel.wording.groups import say_group
from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.typography import WIDE
from rakiza.kernel.wording.units import counted_unit
from rakiza.reference.vocabulary import load as load_vocabulary

register = template.Library()

_ENDLESS = re.compile(r"\S{41}")
_BREAK = 20
_DOT, _SHORT = " · ", 28

_MESSAGE_TONES = {"success": Tone.GOOD, "warning": Tone.CONFIRM, "error": Tone.ATTENTION}
EMPTY = "—"


@register.simple_tag
def icon(name: str, classes: str = "size-4") -> SafeString:
    """Draw one icon; it is decoration, the word beside it speaks."""
    return _icon(name, conditional_escape(classes))


# A page draws the same few, once a row. They are kept by escaped words: what is safe stays told from what isn't.
@lru_cache(maxsize=1024)
def _icon(name: str, classes: SafeString) -> SafeString:
    flip = " flip" if name in DIRECTIONAL else ""
    return format_html(
        '<svg class="{}{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        classes,
        flip,
        PATHS[name],
    )


@register.simple_tag
def state(tone: str, label: object) -> SafeString:
    """Show a state as icon, word and colour; `tone` is one of `rakiza.kernel.presentation.tones`."""
    return _state(Tone(tone), conditional_escape(str(label) if not isinstance(label, str) else label))


@lru_cache(maxsize=1024)
def _state(tone: Tone, label: SafeString) -> SafeString:
    drawn = icon(TONES[tone], "size-3.5")
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', tone, drawn, label)


@register.filter
def party(organisation: Organisation) -> SafeString:
    """Write a party's name in the reader's language, kept apart from the words around it."""
    return format_html("<bdi>{}</bdi>", organisation.name_in(base_language(None)))


@register.filter
def acts_as(membership: Membership) -> str:
    """Say for whom and as what a person acts, in the reader's language and without tags: an option holds none."""
    return membership.label_in(base_language(None))


@register.simple_tag
def dressed(field: BoundField) -> SafeString:
    """Draw a form's control in the house's dress: for forms that come from elsewhere."""
    kind = getattr(field.field.widget, "input_type", "")
    dress = {"checkbox": "checkbox checkbox-sm", "select": "select w-full"}.get(kind, "input w-full")
    direction = {} if kind in {"checkbox", "select"} else {"dir": "ltr"}
    return field.as_widget(attrs={"class": dress, **direction})


@register.filter
def num(value: Decimal | float | None, places: int | None = None) -> str:
    """Write a number with grouped thousands (U+202F)."""
    return EMPTY if value is None or value == "" else formats.number(value, places=places)


@register.filter
def money(value: Decimal | float | None, currency: str = "MAD") -> str:
    """Write an amount, tax included, without cents above a thousand."""
    if value is None or value == "":
        return EMPTY
    return formats.money(value, currency, places=0 if abs(Decimal(value)) >= 1000 else 2)


@register.filter
def price(value: Decimal | float | None, currency: str = "MAD") -> str:
    """Write a unit price with two to four decimals; above a hundred, cents are enough."""
    if value is None or value == "":
        return EMPTY
    return formats.unit_price(value, currency)


@register.filter
def share(value: Decimal | float | None) -> str:
    """Write a share between 0 and 1 as a percentage."""
    return EMPTY if value is None or value == "" else formats.percent(value)


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """Write a civil date in words; of a moment, the country's day."""
    return EMPTY if value is None else formats.day(value)


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Write a day and the country's hour."""
    return EMPTY if value is None else formats.moment(value)


@register.filter
def month_of(value: date | str) -> str:
    """Write a month with its year, of a date or of what a register keeps (2016-03)."""
    return formats.month(date.fromisoformat(f"{value}-01") if isinstance(value, str) else value)


@register.filter
def quarter_label(number: int) -> str:
    """Name a quarter, 1 to 4."""
    return formats.quarter(number)


@register.filter
def words(reason: Reason) -> str:
    """Say one reason of an engine."""
    return say(reason)


@register.filter
def words_naming(reason: Reason, names: Mapping[str, str]) -> str:
    """Say one reason; `names` gives the names of the makers and families it mentions by identifier."""
    return say(reason, names=names)


@register.filter
def notice_tone(level: str) -> str:
    """Return the tone of a message's level."""
    return _MESSAGE_TONES.get(level, Tone.INFO)


@register.filter
def ltr(value: object) -> SafeString:
    """Wrap an identifier so that it reads left to right inside any sentence."""
    return EMPTY_SAFE if value in {None, ""} else format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def unbroken(value: object) -> SafeString:
    """Wrap an identifier like `ltr`, so that it passes to the next line whole where it fits on one."""
    return format_html('<bdi dir="ltr" class="inline-block">{}</bdi>', value)


@register.filter
def auto(value: object) -> SafeString:
    """Wrap a text of unknown script (a designation) so that it doesn't disturb what surrounds it.

    A word too long for any column may break: it would push the rest of its table out of sight.
    """
    return format_html('<bdi dir="auto">{}</bdi>', _breakable(str(value)))


@register.filter
def sentence(value: object) -> str | SafeString:
    """Write a sentence in the reader's own language that quotes words of a file: one too long for a column may break.

    It runs as its page does, even where the first letters are a quotation's in the other script.
    """
    return _breakable(str(value))


@register.filter
def dotted(text: object) -> SafeString:
    """Write parts parted by middle dots so that a line ends between them, never inside a short one."""
    parts = str(text).split(_DOT)
    spans = [(_held(part + _DOT.rstrip()),) for part in parts[:-1]] + [(_held(parts[-1]),)]
    return format_html_join(" ", "{}", spans)


def _held(part: str) -> str | SafeString:
    return part if len(part) > _SHORT else format_html('<span class="whitespace-nowrap">{}</span>', part)


@register.simple_tag
def colon() -> str:
    """Write the colon between a name and what is said of it, as the reader's language sets it."""
    return f"{WIDE}: " if base_language(None) == "fr" else ": "


@register.simple_tag
def comma() -> str:
    """Write the comma between what stands beside, as the reader's script draws it."""
    return formats.comma()


@register.filter
def listed(words: Iterable[object]) -> str:
    """Write words one after the other, parted as the reader's language parts them."""
    return formats.listed(map(str, words))


@register.filter
def object_sort(object_type: str) -> str:
    """Name the sort of object that a line of the trail is about."""
    return sort_of(object_type)


@register.filter
def quoted(value: object) -> SafeString:
    """Write somebody's words between the marks of the reader's language, whatever script they are in."""
    before, after = {"fr": (f"«{WIDE}", f"{WIDE}»"), "ar": ("«", "»")}.get(base_language(None), ("“", "”"))
    return format_html("{}{}{}", before, auto(value), after)


def _breakable(text: str) -> str | SafeString:
    """Return the text with places to break inside words beyond every language's."""
    if not _ENDLESS.search(text):
        return text
    parts = (text[at : at + _BREAK] for at in range(0, len(text), _BREAK))
    return format_html_join("", "{}<wbr>", ((part,) for part in parts))


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: Any) -> str:  # noqa: ANN401 - any printable value
    """Return the present address's query with some parameters changed; None removes one."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


class Sorted(Protocol):
    """Filters that know which column sorts the table, and which way."""

    @property
    def sort(self) -> str:
        """Key of the column."""
        ...

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        ...


@register.simple_tag(takes_context=True)
def sort_by(context: RequestContext, key: str, filters: Sorted) -> str:
    """Return the query that sorts by `key` (parameter `tri`), the other way where it already does."""
    turned = filters.sort == key and not filters.descending
    return with_query(context, tri=f"-{key}" if turned else key, page=None)


@register.simple_tag
def sort_mark(key: str, filters: Sorted) -> SafeString:
    """Show which way a column sorts; nothing where another one does."""
    if filters.sort != key:
        return format_html("{}", "")
    way, words = ("down", _("décroissant")) if filters.descending else ("up", _("croissant"))
    return format_html(' {}<span class="sr-only">({})</span>', icon(way, "size-3 inline"), words)


EMPTY_SAFE = format_html("{}", EMPTY)


@register.filter
def group_label(group: str) -> str:
    """Name a group of families."""
    return say_group(group)


@register.filter
def unit_label(token: str) -> str:
    """Name a base or pack unit."""
    return vocabulary().pack_unit(token, base_language(None))


@register.filter
def unit_counted(token: str, quantity: Decimal | float | None) -> str:
    """Name a unit beside its count: `1 pièce`, `12 rouleaux`."""
    return counted_unit(token, quantity)


@register.filter
def province_name(site: Site) -> str:
    """Name the province of a site in the reader's language."""
    return site.province_in(base_language(None))


@register.filter
def action_label(code: str) -> str:
    """Name an action of the audit trail; the code itself where it has no name."""
    return str(ACTION_NAMES.get(code, code))


@register.filter
def process_label(token: str) -> str:
    """Name a manufacturing process."""
    return _label(load_vocabulary().processes, token)


@register.filter
def material_label(token: str) -> str:
    """Name a material."""
    vocabulary = load_vocabulary()
    return _label(vocabulary.materials, vocabulary.material(token))


def _label(labels: Mapping[str, Labels], token: str) -> str:
    known = labels.get(token)
    return known.in_language(base_language(None)) if known else token.replace("_", " ")


@register.simple_tag(takes_context=True)
def sort_header(
    context: RequestContext, key: str, label: object, default: str = "", classes: str = ""
) -> SafeString:
    """Write a column header that orders the table: once upwards, once more downwards."""
    stated = context["request"].GET.get("tri") or default
    direction = {key: "ascending", f"-{key}": "descending"}.get(stated, "none")
    following = f"-{key}" if direction == "ascending" else key
    mark = {"ascending": "up", "descending": "down"}.get(direction)
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="inline-flex items-center gap-1" href="{}">{}{}</a></th>',
        classes,
        direction,
        with_query(context, tri=following, page=None),
        label,
        icon(mark, "size-3") if mark else "",
    )


@register.inclusion_tag("components/choice_filter.html")
def choice_filter(
    field: str,
    label: object,
    name: str,
    options: Iterable[tuple[object, object]],
    chosen: object,
    every: object = "",
) -> dict[str, object]:
    """Draw a list's filter: one of `options` (value and word), or `every` one; choosing submits.

    `field` is the control's identifier on the page, `name` its parameter, `chosen` the value in force.
    """
    said = "" if chosen is None else str(chosen)
    return {"id": field, "label": label, "name": name, "options": options, "chosen": said, "every": every}


@register.inclusion_tag("components/text_filter.html")
def text_filter(field: str, label: object, chosen: object) -> dict[str, object]:
    """Draw a list's search by words, its parameter `q`; `chosen` is what is sought."""
    return {"id": field, "label": label, "chosen": "" if chosen is None else str(chosen)}

"""How a reason's parameters are shown: attributes by name, numbers grouped, quotes isolated.

The name of a parameter says what it holds, whatever the engine: `attribute`, `unit`, `month`…
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.planning.eligibility import CHARACTERISTICS
from rakiza.engine.planning.values import TitleKind
from rakiza.engine.reasons import Param, Reason
from rakiza.kernel.wording.attributes import readable_together, say_scalar, say_unit
from rakiza.kernel.wording.enums import say_enum
from rakiza.kernel.wording.formats import day, listed, month_name, number, percent, unit_price
from rakiza.kernel.wording.language import apart, isolate, translate
from rakiza.kernel.wording.language import marked as _
from rakiza.kernel.wording.vocabulary import Vocabulary

_ATTRIBUTE_NAMES = frozenset({"attribute", "name"})
_MONTHS = frozenset({"month", "first_month", "last_month"})
_SHARES = frozenset({"confidence", "probability"})  # in [0, 1]
_PERCENTAGES = frozenset({"share", "margin", "by"})  # 15 means 15 %
_PRICES = frozenset({"price", "best", "next", "ceiling", "reference", "cheapest"})
_TITLES = frozenset(kind.value for kind in TitleKind)
_NAMED = frozenset({"family", "offer", "other", "cheaper", "offered", "required"})
_OFFERS = frozenset({"offer", "other", "cheaper"})  # identifiers, whatever else the sentence says
_MEASURES = ("offered", "required", "gap", "tolerance", "least", "most")
ALTERNATIVES = " / "  # as the matching engine joins several accepted values
_QUOTED = frozenset(
    {"word", "meant", "number", "file", "code", "offer", "cheaper", "material", "rule"}
)  # kept in their own direction

_FAMILY = _("famille")
# What an authorisation that isn't for supply is for (law 84-12, article 13), in the room's own words.
PURPOSES = {
    "experimental": _("expérimentation"),
    "refurbish_export": _("remise en état pour l'export"),
    "evaluation_sample": _("échantillon d'évaluation"),
    "demonstration_sample": _("échantillon de démonstration"),
}
# What a declaration that answers for no device is for (article 7); plans kept from before say only that it is for others.
ACTIVITIES = {
    "export": _("exportation"),
    "distribution": _("distribution"),
    "maintenance": _("maintenance"),
    "activities": _("autres activités"),
}
_SITES = frozenset({"site", "made"})  # written in their maker's language


def shown_parameters(
    reason: Reason,
    language: str,
    words: Vocabulary,
    names: Mapping[str, str],
    rules: Mapping[str, str],
    currency: str,
) -> Mapping[str, str]:
    """Return every parameter as text; one that the sentence names but the reason lacks is a dash.

    `names` gives the name of a family or of an offer's maker by identifier, `rules` that of a plan's rule;
    an unknown one is shown bare. Prices are said in `currency`.
    """
    params = _in_usual_units(reason.as_mapping())
    shown: dict[str, str] = defaultdict(lambda: "—", unit="")
    for key, value in params.items():
        if value is None:
            continue
        if key in _PRICES and isinstance(value, (int, float, Decimal)):
            shown[key] = unit_price(value, currency, language)
            continue
        shown[key] = _shown(key, value, str(params.get("attribute", "")), language, words)
        if value in names and (key in _OFFERS or (key in _NAMED and "attribute" not in params)):
            shown[key] = names[str(value)]
        if key == "rule":
            shown[key] = rules.get(str(value)) or shown[key]
    return shown


def _in_usual_units(params: Mapping[str, Param]) -> Mapping[str, Param]:
    """The measures of a comparison in one usual unit: 5 au lieu de 12 L, never 5 000 mL."""
    unit = params.get("unit")
    if not isinstance(unit, str) or not params.get("attribute"):
        return params
    stated = [key for key in _MEASURES if key in params and params[key] is not None]
    values = [params[key] for key in stated]
    numbers = [float(value) for value in values if isinstance(value, float) and not isinstance(value, bool)]
    if len(numbers) < len(stated):
        return params
    scaled, larger = readable_together(numbers, unit)
    return {**params, **dict(zip(stated, scaled, strict=True)), "unit": larger}


def _shown(key: str, value: Param, attribute: str, language: str, words: Vocabulary) -> str:
    if isinstance(value, bool):
        return say_scalar(attribute, value, None, language, words)
    if key == "characteristics":
        return characteristic_names(str(value).split(CHARACTERISTICS), language, words)
    if isinstance(value, str):
        return _shown_text(key, value, attribute, language, words)
    return _shown_number(key, value or 0, language)


def _shown_text(key: str, value: str, attribute: str, language: str, words: Vocabulary) -> str:
    if key in _ATTRIBUTE_NAMES:
        return words.attribute(value, language)
    if key == "unit":
        return _shown_unit(value, attribute, language, words)
    if key == "purpose" or (key == "kind" and value in _TITLES):
        return _shown_title(value, language)
    if key in _QUOTED | _SITES:
        return isolate(value, language) if key in _QUOTED else _shown_site(value, language)
    if attribute:
        return _shown_value(value, attribute, language, words)
    return _shown_date(value, language)


def _shown_title(value: str, language: str) -> str:
    """Name a kind of title, or what one is for: a purpose or activities; what is no known one is shown bare."""
    if value in _TITLES:
        return say_enum(TitleKind(value), language)
    said = {**PURPOSES, **ACTIVITIES}
    return listed(
        (translate(said[one], language) if one in said else one for one in value.split(CHARACTERISTICS)),
        language,
    )


def characteristic_names(names: Iterable[str], language: str, words: Vocabulary) -> str:
    """Name what a title was given for otherwise: attributes in the vocabulary's words, the family in its own."""
    said = (
        translate(_FAMILY, language) if one == "family" else words.attribute(one, language) for one in names
    )
    return listed(said, language)


def _shown_site(value: str, language: str) -> str:
    return apart(value) if language == "ar" else value


def _shown_unit(value: str, attribute: str, language: str, words: Vocabulary) -> str:
    """A measure's unit follows its number; elsewhere the unit is a pack's."""
    if not attribute:
        return words.pack_unit(value, language)
    return f"\u00a0{say_unit(value)}" if value else ""


def _shown_value(value: str, attribute: str, language: str, words: Vocabulary) -> str:
    """Name the choices of an attribute; several come parted by a stroke."""
    parts = value.split(ALTERNATIVES)
    scalars: list[AttributeScalar] = list(parts)
    return ALTERNATIVES.join(say_scalar(attribute, scalar, None, language, words) for scalar in scalars)


def _shown_date(value: str, language: str) -> str:
    try:
        return day(date.fromisoformat(value), language) if len(value) == 10 else value
    except ValueError:
        return value


def _shown_month(value: int, language: str) -> str:
    """Name a month; one after the first year, or before it, by its number."""
    if 1 <= value <= 12:
        return month_name(value, language)
    return translate(_("mois %(number)s"), language) % {"number": number(value, language)}


def _shown_number(key: str, value: float | Decimal, language: str) -> str:
    if key in _MONTHS:
        return _shown_month(int(value), language)
    if key in _SHARES:
        return percent(value, language)
    if key in _PERCENTAGES:
        return percent(Decimal(str(value)) / 100, language)
    return number(value, language)

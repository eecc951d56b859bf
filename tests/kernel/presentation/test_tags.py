"""The template tags that every page uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from rakiza.kernel.presentation.icons import DIRECTIONAL, PATHS
from rakiza.kernel.presentation.tones import TONES


@dataclass(frozen=True)
class Order:
    sort: str
    descending: bool


def _render(source: str, address: str = "/", **context: object) -> str:
    template = Template("{% load rakiza %}" + source)
    return template.render(Context({**context, "request": RequestFactory().get(address)}))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|num }}", Decimal("1234567.50"), "1\u202f234\u202f567,5"),
        ("{{ value|num }}", None, "—"),
        ("{{ value|num }}", 0, "0"),
        ("{{ value|money }}", Decimal("1234.56"), "1\u202f235\u00a0MAD"),
        ("{{ value|money }}", Decimal("12.5"), "12,50\u00a0MAD"),
        ("{{ value|price }}", Decimal("0.0125"), "0,0125\u00a0MAD"),
        ("{{ value|price }}", Decimal("2.5000"), "2,50\u00a0MAD"),
        ("{{ value|share }}", 0.155, "15,5\u202f%"),
        ("{{ value|share }}", None, "—"),
        ("{{ value|day }}", date(2027, 3, 3), "3 mars 2027"),
        ("{{ value|day }}", None, "—"),
    ],
)
def test_values_are_written_as_readers_expect(source: str, value: object, expected: str) -> None:
    assert _render(source, value=value) == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", "a, b, c"), ("en", "a, b, c"), ("ar", "a، b، c")])
def test_words_are_listed_as_the_language_parts_them(language: str, expected: str) -> None:
    with translation.override(language):
        assert _render("{{ words|listed }}{% comma %}c", words=["a", "b"]) == expected


def test_identifiers_are_isolated_and_escaped() -> None:
    assert _render("{{ value|ltr }}", value="<b>") == '<bdi dir="ltr">&lt;b&gt;</bdi>'
    assert _render("{{ value|auto }}", value="<b>") == '<bdi dir="auto">&lt;b&gt;</bdi>'
    assert _render("{{ value|sentence }}", value="«<b>» ليست عائلة") == "«&lt;b&gt;» ليست عائلة"


def test_a_word_beyond_every_language_may_break() -> None:
    usual = "anticonstitutionnellement-immunofluorescence"[:40] + " suite"
    assert _render("{{ value|auto }}", value=usual) == f'<bdi dir="auto">{usual}</bdi>'
    assert (
        _render("{{ value|auto }}", value="<" + "x" * 41)
        == f'<bdi dir="auto">&lt;{"x" * 19}<wbr>{"x" * 20}<wbr>xx<wbr></bdi>'
    )
    assert _render("{{ value|ltr }}", value="") == "—"


@pytest.mark.parametrize("name", sorted(PATHS))
def test_every_icon_draws_and_only_directional_ones_turn(name: str) -> None:
    drawn = _render("{% icon name %}", name=name)

    assert 'aria-hidden="true"' in drawn
    assert ("flip" in drawn) is (name in DIRECTIONAL)


def test_a_state_once_drawn_of_safe_words_escapes_the_same_words_of_people() -> None:
    drawn = _render("{% state 'good' label %}", label=mark_safe("<b>vu</b>"))
    assert "<span><b>vu</b></span>" in drawn
    assert "<span>&lt;b&gt;vu&lt;/b&gt;</span>" in _render("{% state 'good' label %}", label="<b>vu</b>")


@pytest.mark.parametrize("tone", sorted(TONES))
def test_a_state_is_a_word_beside_its_mark(tone: str) -> None:
    shown = _render("{% state tone label %}", tone=tone, label="à <vérifier>")

    assert f"state-{tone}" in shown
    assert "<span>à &lt;vérifier&gt;</span>" in shown
    assert "<svg" in shown


def test_the_address_keeps_its_other_parameters() -> None:
    assert _render("{% with_query page=2 %}", "/x?q=a&page=1") == "?q=a&amp;page=2"
    assert _render("{% with_query q=None %}", "/x?q=a") == "?"


def test_a_heading_sorts_then_turns() -> None:
    source = "{% sort_by 'prix' order %}"

    assert _render(source, "/x?q=a&page=4", order=Order("ordre", descending=False)) == "?q=a&amp;tri=prix"
    assert _render(source, order=Order("prix", descending=False)) == "?tri=-prix"
    assert _render(source, order=Order("prix", descending=True)) == "?tri=prix"


def test_the_sorted_heading_says_which_way() -> None:
    assert _render("{% sort_mark 'prix' order %}", order=Order("famille", descending=False)) == ""
    assert "(croissant)" in _render("{% sort_mark 'prix' order %}", order=Order("prix", descending=False))
    assert "(décroissant)" in _render("{% sort_mark 'prix' order %}", order=Order("prix", descending=True))


def test_english_numbers_keep_the_narrow_space_and_take_a_point() -> None:
    with translation.override("en"):
        assert _render("{{ value|num }}", value=Decimal("1234.5")) == "1\u202f234.5"


def test_a_filter_offers_its_choices_and_keeps_the_chosen_one() -> None:
    source = '{% choice_filter "lots-plan" "Plan" "plan" plans request.GET.plan "Tous" %}'
    page = _render(source, "/?plan=2", plans=[(1, "2026"), (2, "<2027>")])
    assert '<label for="lots-plan">Plan</label>' in page
    assert '<option value="">Tous</option>' in page
    assert '<option value="1" >2026</option>' in page
    assert '<option value="2" selected>&lt;2027&gt;</option>' in page


def test_a_filter_without_a_choice_in_force_selects_none() -> None:
    page = _render('{% choice_filter "f" "Mois" "mois" months chosen %}', months=[("05", "mai")], chosen=None)
    assert "selected" not in page
    assert '<option value="">' not in page


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "«\u00a0X\u00a0»\u00a0: 3"), ("ar", "«X»: 3"), ("en", "“X”: 3")]
)
def test_marks_written_in_templates_follow_the_reader_s_language(language: str, said: str) -> None:
    with translation.override(language):
        written = _render("{{ word|quoted }}{% colon %}3", word="X")

    assert written.replace('<bdi dir="auto">', "").replace("</bdi>", "") == said


def test_parts_parted_by_dots_break_between_them_only() -> None:
    long = "Une caractéristique dite en beaucoup de mots"

    written = _render("{{ value|dotted }}", value=f"Volume : 2 mL · {long} · <b>")

    assert written == (
        '<span class="whitespace-nowrap">Volume : 2 mL ·</span> '
        f'{long} · <span class="whitespace-nowrap">&lt;b&gt;</span>'
    )


def test_a_lone_box_has_its_words_beside_it() -> None:
    class Choice(forms.Form):
        kept = forms.BooleanField(label="Garder", help_text="Un an.", required=True)

    bound = Choice({})
    bound.is_valid()
    written = _render('{% include "components/field.html" %}', field=bound["kept"])

    label = written[written.index("<label") : written.index("</label>")]
    assert 'type="checkbox"' in label
    assert label.endswith("<span>Garder</span>")
    assert 'id="id_kept_helptext">Un an.</p>' in written
    assert 'id="id_kept_error"' in written

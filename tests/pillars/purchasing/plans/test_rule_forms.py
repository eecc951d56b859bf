"""The form of a plan's rules: what it adds, refuses, shows before it is kept, and takes back."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import an_actor
from tests.factories.plans import Scene
from tests.pillars.purchasing.plans.conftest import RunScene
from tests.pillars.purchasing.scenarios.test_pages import RULES

from rakiza.engine.allocation import Aim, Goal, Group, Measure, Per, Served
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.inputs import build_inputs, rules_of
from rakiza.pillars.purchasing.plans.models import Award, Lot

D = Decimal


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def sent(scene: Scene, fields: dict[str, object], actor: Actor | None = None) -> tuple[int, str]:
    response = signed_in(actor or scene.coordinator).post(
        reverse("plans:rules", args=[scene.plan.pk]), {**RULES, "aim1": "cost", **fields}
    )
    return response.status_code, response.content.decode()


def held(scene: Scene) -> Rules:
    scene.plan.refresh_from_db()
    return rules_of(scene.plan.rules)


def block(kind: Kind, **fields: object) -> dict[str, object]:
    """Return one added rule as the form sends it."""
    return {
        "block": f"0:{kind.value}:r1",
        "b0-on": "on",
        **{
            f"b0-{name.replace('_', '-') if name.endswith('_q') else name}": value
            for name, value in fields.items()
        },
    }


def own(scene: Scene) -> dict[str, str]:
    return {
        "member": scene.buyers[0].organisation.name,
        "maker": str(scene.makers[0].organisation.pk),
    }


def test_each_kind_is_kept_exactly_as_it_was_typed(scene: Scene, run_scene: RunScene) -> None:
    run = run_scene(scene)
    lot = Lot.objects.get(run=run)
    maker, member = own(scene)["maker"], own(scene)["member"]
    typed: list[tuple[dict[str, object], AddedRule]] = [
        (
            block(Kind.MEMBER_BUDGET, member=member, amount="12 500,50"),
            AddedRule("r1", Kind.MEMBER_BUDGET, member=member, amount=D("12500.50")),
        ),
        (
            block(
                Kind.MAKER_SHARE,
                minimum="10",
                maximum="62,5",
                per="family",
                measure="value",
                makers=[maker],
                lots=[lot.code],
                vital="on",
            ),
            AddedRule(
                "r1",
                Kind.MAKER_SHARE,
                minimum=D("0.1"),
                maximum=D("0.625"),
                per=Per.FAMILY,
                measure=Measure.VALUE,
                makers=(maker,),
                lots=(lot.code,),
                vital=True,
            ),
        ),
        (
            block(Kind.LOCAL_SHARE, minimum="40", per="plan", measure="value_added", families=[lot.family]),
            AddedRule(
                "r1",
                Kind.LOCAL_SHARE,
                minimum=D("0.4"),
                per=Per.PLAN,
                measure=Measure.VALUE_ADDED,
                families=(lot.family,),
            ),
        ),
        (
            block(Kind.RESERVED_SHARE, group="startup", minimum="5", per="plan", measure="value"),
            AddedRule(
                "r1",
                Kind.RESERVED_SHARE,
                group=Group.STARTUP,
                minimum=D("0.05"),
                per=Per.PLAN,
                measure=Measure.VALUE,
            ),
        ),
        (
            block(Kind.INCUMBENT_SHARE, minimum="20", maximum="80", per="lot", measure="quantity"),
            AddedRule(
                "r1",
                Kind.INCUMBENT_SHARE,
                minimum=D("0.2"),
                maximum=D("0.8"),
                per=Per.LOT,
                measure=Measure.QUANTITY,
            ),
        ),
        (block(Kind.SOURCES, least="2"), AddedRule("r1", Kind.SOURCES, least=2)),
        (block(Kind.SINGLE_SOURCE, vital="on"), AddedRule("r1", Kind.SINGLE_SOURCE, vital=True)),
        (
            block(Kind.MAKER_COUNT, most="3", per="member"),
            AddedRule("r1", Kind.MAKER_COUNT, most=3, per=Per.MEMBER),
        ),
        (
            block(Kind.SERVICE, minimum="30", spread="15", served="covered"),
            AddedRule("r1", Kind.SERVICE, minimum=D("0.3"), spread=D("0.15"), served=Served.COVERED),
        ),
        (
            block(Kind.COMMITMENT, makers=[maker], years="4", amount="90000", minimum="25"),
            AddedRule("r1", Kind.COMMITMENT, makers=(maker,), years=4, amount=D(90000), minimum=D("0.25")),
        ),
    ]
    for fields, rule in typed:
        status, page = sent(scene, fields)
        assert status == 302, page
        assert held(scene).added == (rule,)


def two_lots(scene: Scene, run_scene: RunScene) -> tuple[str, str]:
    first, second = Lot.objects.get(run=run_scene(scene)), None
    second = Lot.objects.create(
        run=first.run, code="L-second", family=first.family, title="Autre", base_unit=first.base_unit,
        criticality=first.criticality, state=first.state, search_text="autre",
    )  # fmt: skip
    return first.code, second.code


def test_lots_are_kept_apart_or_tied(scene: Scene, run_scene: RunScene) -> None:
    first, second = two_lots(scene, run_scene)

    assert sent(scene, block(Kind.EXCLUSIVE, lots=[first, second], most="1"))[0] == 302
    assert held(scene).added == (AddedRule("r1", Kind.EXCLUSIVE, lots=(first, second), most=1),)
    assert sent(scene, block(Kind.TIED, lots=[first, second]))[0] == 302
    assert held(scene).added == (AddedRule("r1", Kind.TIED, lots=(first, second)),)


BAD: list[tuple[dict[str, object], str]] = [
    (block(Kind.MEMBER_BUDGET, amount="100"), "Choisissez le membre."),
    (block(Kind.MEMBER_BUDGET, member="{member}", amount="-5"), "Au moins 0,01."),
    (block(Kind.MEMBER_BUDGET, member="{member}", amount="beaucoup"), "« beaucoup » n'est pas un nombre."),
    (
        block(Kind.MEMBER_BUDGET, member="{member}", amount="9e99"),
        "« 9e99 » n'est pas un nombre.|mille milliards",
    ),
    (block(Kind.MEMBER_BUDGET, member="{member}", amount="2000000000000"), "au plus mille milliards"),
    (block(Kind.MEMBER_BUDGET, member="Inconnu", amount="5"), "Inconnu"),
    (block(Kind.MAKER_SHARE, minimum="60", maximum="40", per="lot", measure="value"), "se croisent"),
    (block(Kind.MAKER_SHARE, maximum="140", per="lot", measure="value"), "Au plus 100."),
    (block(Kind.MAKER_SHARE, maximum="-1", per="lot", measure="value"), "Au moins 0."),
    (block(Kind.MAKER_SHARE, maximum="50", per="member", measure="value"), "member"),
    (block(Kind.MAKER_SHARE, maximum="50", per="lot", measure="value_added"), "value_added"),
    (block(Kind.MAKER_SHARE, per="lot", measure="value"), "Indiquez au moins une borne."),
    (
        block(Kind.MAKER_SHARE, maximum="50", per="lot", measure="value", makers=["999999"]),
        "n'est pas dans ce plan",
    ),
    (
        block(Kind.MAKER_SHARE, maximum="50", per="lot", measure="value", lots=["L-none"]),
        "n'est pas dans ce plan",
    ),
    (block(Kind.LOCAL_SHARE, minimum="0", per="plan", measure="value"), "Indiquez une part au-dessus de 0."),
    (block(Kind.SOURCES, least="3", most="2"), "se croisent"),
    (block(Kind.SOURCES, least="0"), "Un nombre va de 1 à 1\u202f000.|Un nombre va de 1 à 1 000."),
    (block(Kind.SOURCES), "Indiquez au moins une borne."),
    (block(Kind.MAKER_COUNT, per="plan"), "Indiquez un nombre."),
    (block(Kind.EXCLUSIVE, lots=["{lot}"], most="1"), "Cochez au moins deux lots."),
    (block(Kind.TIED), "Cochez au moins deux lots."),
    (block(Kind.COMMITMENT, makers=["{maker}"], years="7", amount="5"), "7"),
    (block(Kind.COMMITMENT, makers=["{maker}"], years="3"), "Indiquez ce que coûte l'outillage"),
    (block(Kind.COMMITMENT, years="3", amount="5"), "Cochez au moins un fabricant."),
    (block(Kind.SERVICE, served="local"), "Indiquez au moins une borne."),
    ({"aim1": "cost", "aim2": "cost"}, "Chaque objectif ne vient qu'une fois."),
    ({"aim1": "glory"}, "glory"),
    ({"aim1": "imports", "give1": "101"}, "Au plus 100."),
]


@pytest.mark.parametrize(("fields", "said"), BAD, ids=[said for _fields, said in BAD])
def test_what_can_t_be_a_rule_is_refused_with_why_and_changes_nothing(
    scene: Scene, run_scene: RunScene, fields: dict[str, object], said: str
) -> None:
    lot = Lot.objects.get(run=run_scene(scene)).code
    known = {**own(scene), "lot": lot}
    filled = {
        key: [one.format(**known) for one in value] if isinstance(value, list) else str(value).format(**known)
        for key, value in fields.items()
    }
    before, events = held(scene), AuditEvent.objects.count()

    status, page = sent(scene, filled)

    assert status == 422
    assert re.search(said, page.replace("&#x27;", "'"))
    assert held(scene) == before
    assert AuditEvent.objects.count() == events


def test_a_rule_about_a_lot_that_is_gone_stays_until_it_is_unticked(
    scene: Scene, run_scene: RunScene
) -> None:
    run_scene(scene)
    rule = AddedRule(
        "r1", Kind.MAKER_SHARE, maximum=D("0.5"), per=Per.LOT, measure=Measure.VALUE, lots=("gone",)
    )
    actions.set_rules(scene.coordinator, scene.plan, Rules(added=(rule,)))

    page = signed_in(scene.coordinator).get(reverse("plans:rules", args=[scene.plan.pk])).content.decode()
    assert "gone (absent du plan)" in page
    fields = block(Kind.MAKER_SHARE, maximum="50", per="lot", measure="value", lots=["gone"])
    assert sent(scene, fields)[0] == 302

    assert held(scene).added == (rule,)


def test_adding_dropping_and_seeking_keep_what_was_typed_and_change_nothing(
    scene: Scene, run_scene: RunScene
) -> None:
    run = run_scene(scene)
    title = Lot.objects.get(run=run).title
    before, events = held(scene), AuditEvent.objects.count()
    typed = block(Kind.MAKER_SHARE, maximum="quarante", per="lot", measure="value", **{"lots-q": "seringue"})

    status, added = sent(scene, {**typed, "ajouter": "1", "kind": "tied"})
    assert status == 200
    assert 'value="quarante"' in added
    assert 'value="0:maker_share:r1"' in added
    assert 'value="1:tied:r2"' in added
    assert "À corriger" not in added

    status, sought = sent(scene, {**typed, "chercher": "b0-lots-q"})
    assert status == 200
    assert title in sought

    status, dropped = sent(scene, {**typed, "retirer": "0"})
    assert status == 200
    assert 'value="0:maker_share:r1"' not in dropped

    assert held(scene) == before
    assert AuditEvent.objects.count() == events


def test_an_unknown_kind_adds_nothing(scene: Scene) -> None:
    status, page = sent(scene, {"ajouter": "1", "kind": "miracle"})

    assert status == 200
    assert 'name="block"' not in page


def test_changes_are_shown_before_they_are_kept(scene: Scene) -> None:
    before, events = held(scene), AuditEvent.objects.count()
    member = own(scene)["member"]

    status, page = sent(scene, {**block(Kind.MEMBER_BUDGET, member=member, amount="1000"), "verifier": "1"})

    assert status == 200
    assert "Ce qui va changer" in page
    assert f"Budget d&#x27;un membre : {member}" in page
    assert "au plus 1\u202f000" in page
    assert held(scene) == before
    assert AuditEvent.objects.count() == events


def test_aims_are_kept_in_order_with_what_they_give_up(scene: Scene) -> None:
    assert sent(scene, {"aim1": "imports", "give1": "2,5", "aim2": "cost", "give2": "0"})[0] == 302
    assert held(scene).goals == (Goal(Aim.IMPORTS, D("0.025")), Goal(Aim.COST))

    assert sent(scene, {"aim1": "cost", "give1": "0"})[0] == 302
    assert held(scene).goals == ()


def test_the_last_change_is_undone_and_an_undone_one_done_again(scene: Scene) -> None:
    first = held(scene)
    actions.set_rules(scene.coordinator, scene.plan, Rules(makers_per_family=2))
    actions.set_rules(
        scene.coordinator, scene.plan, Rules(makers_per_family=2)
    )  # the same again is no change

    actions.undo_rules(scene.coordinator, scene.plan)
    assert held(scene) == first

    actions.undo_rules(scene.coordinator, scene.plan)
    assert held(scene) == Rules(makers_per_family=2)


def test_a_plan_whose_rules_never_changed_has_nothing_to_undo(scene: Scene) -> None:
    events = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.undo_rules(scene.coordinator, scene.plan)

    assert refusal.value.code == "plans.no_rule_change"
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER, Role.REGISTRATION_OFFICER, Role.COORDINATOR])
def test_nobody_else_changes_or_undoes_rules(scene: Scene, role: Role) -> None:
    actions.set_rules(scene.coordinator, scene.plan, Rules(makers_per_family=2))
    before, other = held(scene), an_actor(role)
    changes = AuditEvent.objects.filter(action="plans.set_rules")
    events = changes.count()

    assert sent(scene, {}, other)[0] in {403, 404}
    assert signed_in(other).post(reverse("plans:undo-rules", args=[scene.plan.pk])).status_code in {403, 404}
    with pytest.raises(NotAllowed):
        actions.undo_rules(other, scene.plan)

    assert held(scene) == before
    assert changes.count() == events


def test_the_form_asks_the_database_no_more_for_many_rules(scene: Scene, run_scene: RunScene) -> None:
    code = Lot.objects.get(run=run_scene(scene)).code
    client, address = signed_in(scene.coordinator), reverse("plans:rules", args=[scene.plan.pk])

    def asked(count: int) -> int:
        rules = tuple(
            AddedRule(
                f"r{rank}", Kind.MAKER_SHARE, maximum=D("0.5"), lots=(code,), makers=(own(scene)["maker"],)
            )
            for rank in range(1, count + 1)
        )
        actions.set_rules(scene.coordinator, scene.plan, Rules(added=rules))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    assert asked(2) == asked(12)


def test_last_year_s_published_plan_says_who_the_incumbents_are(scene: Scene, run_scene: RunScene) -> None:
    run = run_scene(scene)
    lot = Lot.objects.get(run=run)
    assert build_inputs(run).incumbents == ()
    actions.publish_plan(scene.coordinator, scene.plan)
    following = actions.create_plan(scene.coordinator, year=2028, name="Plan 2028")
    other = an_actor(Role.COORDINATOR)
    stranger = actions.create_plan(other, year=2028, name="Plan 2028")

    found = build_inputs(replace_run(run, following)).incumbents

    assert [(one.lot, one.maker) for one in found] == [(lot.code, str(Award.objects.get(lot=lot).maker_id))]
    assert build_inputs(replace_run(run, stranger)).incumbents == ()


def replace_run(run: object, plan: object) -> object:
    """Return the run as if it were of another plan."""
    run.plan = plan  # type: ignore[attr-defined]
    return run


def test_a_rule_that_binds_nothing_says_so_where_it_is_entered_and_on_the_result(
    scene: Scene, run_scene: RunScene
) -> None:
    """Nothing is known of lots before a run but that one rule contains another."""
    two = {
        "block": ["0:maker_share:r1", "1:maker_share:r2"],
        **{f"b{key}-{name}": value for key in "01" for name, value in
           (("on", "on"), ("per", "lot"), ("measure", "quantity"), ("minimum", ""))},
        "b0-maximum": "50", "b1-maximum": "60",
        "makers_per_family": "2", "maximum_share": "100", "verifier": "1",
    }  # fmt: skip
    _status, page = sent(scene, two)
    review = html.unescape(page.split('id="review"')[1].split("</section>")[0])
    ours, other = (
        f"Part d'un fabricant (au plus {most}\u202f% de la quantité dans chaque lot)" for most in (60, 50)
    )
    assert f">{ours}</bdi> : " in review
    assert f"N'ajoute rien : « {other} » demande déjà autant." in review
    assert "jamais plus" not in review

    actions.set_rules(scene.coordinator, scene.plan, replace(Rules(), makers_per_family=2))
    run_scene(scene)

    client = signed_in(scene.coordinator)
    for name in ("plans:rules", "plans:plan"):
        shown = client.get(reverse(name, args=[scene.plan.pk])).content.decode()
        assert "jamais plus de 2 fabricants" in shown, name
    buyer = signed_in(scene.buyers[0]).get(reverse("plans:plan", args=[scene.plan.pk])).content.decode()
    assert "jamais plus de" not in buyer
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("plans:plan", args=[scene.plan.pk]))
    assert not [one for one in asked if "need_line" in one["sql"] and "contribution" in one["sql"].lower()]

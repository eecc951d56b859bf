"""Documentation pages that the code already says: a build hook of the documentation, nothing is committed.

Settings, rules, permissions, families and one page a model are rendered from the values that the
programs themselves read, so they cannot drift.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")

import django  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db import models  # noqa: E402

from rakiza.engine.families import Family  # noqa: E402
from rakiza.engine.planning.values import Rules  # noqa: E402
from rakiza.kernel.organisations.enums import MEMBERS, OVERSEERS, Role  # noqa: E402
from rakiza.pillars.purchasing.rules_file import BOUNDS  # noqa: E402
from rakiza.reference.families import load  # noqa: E402
from rakiza.web.api.reference import Endpoint, sections  # noqa: E402
from rakiza.web.configuration import VARIABLES  # noqa: E402

NAV: list[Any] = [
    {"Rakiza": "index.md"},
    {"Guide (français)": "guide/fr.md"},
    {"Guide (English)": "guide/en.md"},
    {"Library": "library.md"},
    {"API": "api.md"},
    {"Architecture": "architecture.md"},
    {"Measurements": "measurements.md"},
]


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def configuration() -> str:
    """Return the page of the environment's variables."""
    rows = [(f"`{v.name}`", f"`{v.default}`" if v.default else "—", v.meaning) for v in VARIABLES]
    return "# Configuration\n\nEverything is set by the environment; nothing needs to be.\n\n" + _table(
        ("variable", "default", "meaning"), rows
    )


def rules() -> str:
    """Return the page of RULES.toml."""
    defaults = Rules()
    rows = []
    for field in fields(Rules):
        bound = BOUNDS.get(field.name)
        accepted = (
            f"{bound.lowest:g} to {bound.highest:g}"
            if bound
            else "true, false"
            if isinstance(getattr(defaults, field.name), bool)
            else "three letters"
        )
        rows.append((f"`{field.name}`", f"`{getattr(defaults, field.name)}`", accepted))
    text = "# Rules of a plan\n\nA `RULES.toml` has one table, `[rules]`. What it leaves out keeps its default.\n\n"
    return text + _table(("key", "default", "accepted"), rows) + "\n" + (Rules.__doc__ or "") + "\n"


def _family(family: Family) -> tuple[object, ...]:
    attributes = ", ".join(spec.name for spec in family.attributes)
    return (
        f"`{family.id}`",
        family.labels.fr,
        family.labels.ar,
        family.labels.en,
        family.emdn,
        ", ".join(family.hs),
        family.risk_class,
        attributes,
    )


def families() -> str:
    """Return the page of all device families, by group."""
    groups: dict[str, list[Family]] = defaultdict(list)
    for family in load():
        groups[family.group].append(family)
    parts = [f"# Device families\n\n{sum(map(len, groups.values()))} families in {len(groups)} groups.\n"]
    for group, members in sorted(groups.items()):
        header = ("family", "français", "العربية", "English", "EMDN", "HS", "class", "attributes")
        parts.append(f"\n## {group}\n\n" + _table(header, map(_family, members)))
    return "".join(parts)


def permissions() -> str:
    """Return the page of who may do what, from the table that the tests walk."""
    stated = tomllib.loads((ROOT / "tests/security/permissions.toml").read_text("utf-8"))["page"]
    roles = [role.value for role in Role]

    def named(listed: list[str]) -> set[str]:
        groups = {"all": set(roles), "members": {role.value for role in MEMBERS}}
        return groups.get(listed[0] if listed else "", set(listed))

    def cells(row: dict[str, Any]) -> Iterable[str]:
        own = row.get("alone", False)
        for role in roles:
            said = [
                word for word, key in (("opens", "open"), ("does", "does")) if role in named(row.get(key, []))
            ]
            # Who oversees opens what belongs to anybody; nobody acts for another organisation.
            elsewhere = not own or (said == ["opens"] and role in OVERSEERS)
            yield ", ".join(said) + ("" if elsewhere or not said else " (own)")

    text = (
        "# Permissions\n\nWhat each role may open and do, while the plan is published. Objects of another "
        'organisation don\'t exist for those who may not see them. An empty cell is refused; "own" '
        "is what belongs to the person's organisation: for that of another it is as if it weren't there.\n\n"
        "A visitor sees the sign-in page only.\n\n"
    )
    header = ("page", *(role.replace("_", " ") for role in roles))
    pages = _table(header, ((row["title"], *cells(row)) for row in stated.values()))
    return f"{text}{pages}\n{actions(roles)}"


def actions(roles: Sequence[str]) -> str:
    """Return the matrix of actions, from the table that a test holds against the rules themselves."""
    stated = tomllib.loads((ROOT / "tests/security/actions.toml").read_text("utf-8"))["action"]

    def cell(row: dict[str, Any], role: str) -> str:
        own = role in row["own"]
        other = role in row.get("other", row["own"])
        managing = role in row.get("own_manager", row["own"]) and not own
        said = "yes" if own and other else "own" if own else "other" if other else ""
        return "own, managing people" if managing else said

    text = (
        "## Actions\n\nWhat the rules of each room answer, by role: *own*: on what belongs to one's organisation "
        "(or is one's own to handle); *yes*: on anybody's; *other*: on another's only; *managing people*: only who manages the "
        "people there. Pages, commands, jobs and the interface for programs all ask these rules.\n\n"
    )
    header = ("action", *(role.replace("_", " ") for role in roles))
    rows = ((f"`{name}`", *(cell(row, role) for role in roles)) for name, row in stated.items())
    return text + _table(header, rows)


def _endpoint(one: Endpoint) -> tuple[object, ...]:
    taken = [f"`{field.name}`" + ("" if field.required else "?") for field in (*one.parameters, *one.body)]
    path = one.path.removeprefix("/api/v1")
    return f"`{one.method} {path}`", f"{one.summary}. {one.words}", ", ".join(taken)


def api() -> str:
    """Return the page of every endpoint of the API, from its own description."""
    parts = [
        "# API endpoints\n\nBelow `/api/v1`. A question mark: optional. How to call them: [API](../api.md).\n"
    ]
    for section in sections():
        rows = map(_endpoint, section.endpoints)
        parts.append(f"\n## {section.name}\n\n" + _table(("endpoint", "what it does", "takes"), rows))
    return "".join(parts)


def _field(field: models.Field[Any, Any]) -> tuple[object, ...]:
    kind = field.get_internal_type()
    target = f" → {field.related_model._meta.label}" if field.is_relation and field.related_model else ""
    choices = ", ".join(str(key) for key, _label in field.flatchoices) if field.choices else ""
    return (
        f"`{field.name}`",
        kind + target,
        field.verbose_name,
        "yes" if field.null or field.blank else "",
        choices,
        field.help_text,
    )


def model_page(model: type[models.Model]) -> str:
    """Return the page of one model, field by field."""
    meta = model._meta
    head = f"# {meta.label}\n\n{(model.__doc__ or '').strip()}\n\n"
    header = ("field", "type", "name", "optional", "values", "meaning")
    text = head + _table(header, (_field(field) for field in meta.fields))
    if meta.constraints:
        text += "\n## Constraints\n\n" + "".join(
            f"- `{constraint.name}`\n" for constraint in meta.constraints
        )
    return text


def on_files(files: Files, config: Any) -> Files:  # noqa: ANN401 - the documentation builder's own type
    """Add the rendered pages and the navigation."""

    def add(uri: str, content: str) -> str:
        files.append(File.generated(config, uri, content=content))
        return uri

    reference = [
        {"Configuration": add("reference/configuration.md", configuration())},
        {"Rules": add("reference/rules.md", rules())},
        {"Permissions": add("reference/permissions.md", permissions())},
        {"API endpoints": add("reference/api.md", api())},
        {"Families": add("reference/families.md", families())},
    ]
    reference += [
        {path.stem: f"formats/{path.name}"} for path in sorted(Path(config.docs_dir, "formats").glob("*.md"))
    ]
    ours = [model for model in apps.get_models() if model.__module__.startswith("rakiza.")]
    model_pages = [
        {model._meta.label: add(f"models/{model._meta.label_lower}.md", model_page(model))}
        for model in sorted(ours, key=lambda m: m._meta.label)
    ]
    decisions = [f"decisions/{path.name}" for path in sorted(Path(config.docs_dir, "decisions").glob("*.md"))]
    known = [entry for entry in NAV if Path(config.docs_dir, next(iter(entry.values()))).exists()]
    config.nav = [*known, {"Reference": reference}, {"Models": model_pages}, {"Decisions": decisions}]
    return files

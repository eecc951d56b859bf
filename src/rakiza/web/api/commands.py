"""`rakiza step` and `rakiza show`: what the API does, from a terminal, in a named person's name."""

from __future__ import annotations

import getpass
import json
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from rakiza.kernel.api.caller import Caller
    from rakiza.kernel.identity.models import User
    from rakiza.kernel.organisations.models import Membership

REFUSED, MISUSED = 1, 2
As = Annotated[str, typer.Option("--as", help="E-mail address of the account that acts.")]
Organisation = Annotated[
    str, typer.Option("--organisation", help="Name or number of the organisation acted for, where several.")
]
RoleOption = Annotated[str, typer.Option("--role", help="Role acted in, where several: maker, buyer…")]
Lent = Annotated[
    bool,
    typer.Option("--lent", help="Act by the role that somebody lends, where one holds the same oneself."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", "-f", help="name=value, as often as needed; a list's name once a value."),
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which of the account's memberships is to act; what is empty asks nothing."""

    organisation: str
    role: str
    lent: bool

    def among(self, held: Sequence[Membership]) -> list[Membership]:
        """Return those that answer; of one's own role and a loan of that same role, one's own."""
        found = [one for one in held if self._fits(one)]
        same = len({(one.organisation_id, one.role) for one in found}) == 1
        return [one for one in found if not one.delegated_by_id] or found if same else found

    def _fits(self, one: Membership) -> bool:
        named = {str(one.organisation_id), one.organisation.name}
        return (
            (not self.organisation or self.organisation in named)
            and (not self.role or self.role == one.role)
            and (not self.lent or one.delegated_by_id is not None)
        )


def step(
    about: Annotated[str, typer.Argument(metavar="OBJECT", help="registration/dossiers/12, devices…")] = "",
    action: Annotated[str, typer.Argument(metavar="ACTION", help="file, admit, grant…; none: add one.")] = "",
    account: As = "",
    organisation: Organisation = "",
    role: RoleOption = "",
    lent: Lent = False,  # noqa: FBT002
    field: Fields = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="File to join.", exists=True, dir_okay=False)
    ] = None,
    acts: Annotated[bool, typer.Option("--list", help="List the objects and their actions.")] = False,  # noqa: FBT002
) -> None:
    """Perform one step of a process, as a named account: the API's own act, rules and trail.

    Exit code 1 where it is refused, with nothing changed; 2 where the words are wrong.
    """
    from rakiza.web.api.acts import Act, body, find, fitting  # noqa: PLC0415 - Django must be set up
    from rakiza.web.api.inside import Body, form, send  # noqa: PLC0415

    if acts:
        _list()
        return
    about = about.strip("/")
    if not about or not account:
        raise _misused(_("Dites l'objet, l'acte et, avec --as, le compte qui agit. --list montre les actes."))
    caller = _caller(account, _Wanted(organisation, role, lent), f"{about} {action}".strip())
    with translation.override(caller.membership.user.language):
        found = find(about, action)
        if found is None:
            raise _misused(_unknown(list(fitting(about))))
        act: Act
        act, path = found
        fields = _pairs(field or ())
        if file is not None and not act.form:
            raise _misused(_("Cet acte ne prend pas de fichier."))
        if act.form:
            sent = form(fields, {"file": file} if file else {})
        else:
            sent = Body(json.dumps(body(act, fields), ensure_ascii=False).encode())
        _say(send(caller, act.method, path, sent))


def show(
    about: Annotated[str, typer.Argument(metavar="OBJECT", help="registration/dossiers, devices/7…")],
    account: As = "",
    organisation: Organisation = "",
    role: RoleOption = "",
    lent: Lent = False,  # noqa: FBT002
    field: Fields = None,
) -> None:
    """Show an object or a list, as a named account reads it by the API; --field gives filters."""
    from rakiza.web.api.inside import send  # noqa: PLC0415 - Django must be set up
    from rakiza.web.api.middleware import PREFIX  # noqa: PLC0415

    if not account:
        raise _misused(_("Dites l'objet, l'acte et, avec --as, le compte qui agit. --list montre les actes."))
    caller = _caller(account, _Wanted(organisation, role, lent), about)
    with translation.override(caller.membership.user.language):
        _say(send(caller, "GET", f"{PREFIX}{about.strip('/')}", query=dict(_pairs(field or ()))))


def origin() -> str:
    """Return where a command comes from: the system's own account and machine."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):  # a container without a name for its number
        login = "?"
    return f"command {login}@{socket.gethostname()}"


def _caller(account: str, acting: _Wanted, wanted: str) -> Caller:
    from rakiza.kernel.api.caller import Caller  # noqa: PLC0415 - Django must be set up
    from rakiza.kernel.identity.models import User  # noqa: PLC0415
    from rakiza.kernel.organisations.queries import memberships_of  # noqa: PLC0415

    user = User.objects.filter(email__iexact=account).first()
    if user is None:
        raise _misused(_("Aucun compte n'a l'adresse %(email)s.") % {"email": account})
    with translation.override(user.language):
        held = memberships_of(user)
        if not held:
            code = "no_membership" if user.is_active else "account_closed"
            said = (
                _("Ce compte n'est rattaché à aucune organisation active.")
                if user.is_active
                else _("Ce compte est désactivé. L'administrateur du cluster peut le rouvrir.")
            )
            raise _refused(user, wanted, code, said)
        chosen = acting.among(held)
        if not chosen and acting.among(_once_held(user)):
            said = _("Le rôle dans lequel vous agissiez n'est plus en vigueur : rien n'a été fait.")
            raise _refused(user, wanted, "membership_ended", said)
        if len(chosen) != 1:
            known = "\n".join(
                f"  --organisation {one.organisation_id} --role {one.role}"
                f"{' --lent' if one.delegated_by_id else ''}  ({one.organisation})"
                for one in held
            )
            raise _misused(_("Dites pour quelle organisation et dans quel rôle :") + "\n" + known)
    return Caller(chosen[0], origin())


def _once_held(user: User) -> list[Membership]:
    """Return the memberships of an account, those that are over too."""
    from rakiza.kernel.organisations.models import Membership  # noqa: PLC0415 - Django must be set up

    return list(Membership.objects.select_related("organisation").filter(user=user))


def _refused(user: User, wanted: str, code: str, said: str) -> typer.Exit:
    from rakiza.kernel.audit.origin import coming_from  # noqa: PLC0415 - Django must be set up
    from rakiza.kernel.audit.refusals import keep  # noqa: PLC0415

    with coming_from(origin()):
        keep(user, wanted, "", code, said)
    typer.echo(said, err=True)
    return typer.Exit(REFUSED)


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not name:
            raise _misused(_("Un champ s'écrit nom=valeur : %(given)s") % {"given": one})
        found.append((name, text))
    return found


def _say(answer: HttpResponseBase) -> None:
    """Print what came of it: the object as it stands now, a file's bytes, or why it was refused and where."""
    from django.http import FileResponse, HttpResponse  # noqa: PLC0415 - Django must be set up

    if isinstance(answer, FileResponse):
        sys.stdout.buffer.write(answer.getvalue())
        return
    said = json.loads(answer.content) if isinstance(answer, HttpResponse) and answer.content else {}
    if answer.status_code < 400:
        typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    typer.echo(said["detail"], err=True)
    for one in said.get("errors", ()):
        place = one.get("pointer", "").removeprefix("#/") or one.get("parameter", "")
        typer.echo(f"  {place}: {one['detail']}", err=True)
    raise typer.Exit(REFUSED)


def _unknown(known: Sequence[str]) -> str:
    if not known:
        return _("Aucun objet ne s'écrit ainsi. --list montre les objets et leurs actes.")
    return _("Cet objet n'a pas cet acte ; il a : %(acts)s") % {"acts": ", ".join(sorted(known))}


def _misused(said: str) -> typer.Exit:
    typer.echo(said, err=True)
    return typer.Exit(MISUSED)


def _list() -> None:
    from rakiza.web.api.acts import acts  # noqa: PLC0415 - Django must be set up

    for act in acts():
        about, name = act.words
        fields = " ".join(one if one in act.required else f"[{one}]" for one in act.fields)
        typer.echo(f"{about} {name}\t{act.summary}\t{fields}".replace(" \t", "\t"))

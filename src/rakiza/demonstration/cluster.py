"""The parties of the demonstration and one account a role, made by the same actions as any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from rakiza.demonstration.lists import Group, groups
from rakiza.demonstration.market import DemoMaker, identifiers, makers, titled
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actions import create_organisation, describe_organisation, grant_membership
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation


@dataclass(frozen=True, slots=True)
class Account:
    """An account named by its role; no person is invented."""

    address: str
    name: str
    role: Role

    @property
    def email(self) -> str:
        """Its address, in a domain that no mail can reach."""
        return f"{self.address}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that isn't a maker or a buyer, with its account."""

    name: str
    name_ar: str
    kind: OrganisationKind
    account: Account


CLUSTER = Party(
    "Cluster des industries médicales",
    "تجمع الصناعات الطبية",
    OrganisationKind.CLUSTER,
    Account("cluster", "Compte équipe du cluster", Role.CLUSTER_STAFF),
)
ASSOCIATION = Party(
    "Association des groupes de santé",
    "جمعية المجموعات الصحية",
    OrganisationKind.ASSOCIATION,
    Account("coordination", "Compte coordination", Role.COORDINATOR),
)
CERTIFIER = Party(
    "Organisme de certification",
    "هيئة الإشهاد",
    OrganisationKind.CERTIFICATION_BODY,
    Account("certification", "Compte certification", Role.CERTIFICATION_OFFICER),
)
AUTHORITY = Party(
    "Autorité des dispositifs médicaux",
    "سلطة المستلزمات الطبية",
    OrganisationKind.AUTHORITY_HEALTH,
    Account("homologation", "Compte homologation", Role.REGISTRATION_OFFICER),
)
LABORATORY = Party(
    "Laboratoire d'essais",
    "مختبر التجارب",
    OrganisationKind.LABORATORY,
    Account("laboratoire", "Compte laboratoire", Role.PARTNER),
)
ADMINISTRATION = Account("admin", "Compte administration", Role.ADMINISTRATOR)
SECOND_CERTIFIER = Account("certification2", "Compte décision de certification", Role.CERTIFICATION_OFFICER)
SECOND_AUTHORITY = Account("homologation2", "Compte décision d'homologation", Role.REGISTRATION_OFFICER)
SECOND_COORDINATOR = Account("coordination2", "Compte seconde coordination", Role.COORDINATOR)
EXPERTS = (
    Account("expertise", "Compte expertise clinique", Role.REGISTRATION_OFFICER),
    Account("expertise2", "Compte expertise stérilisation", Role.REGISTRATION_OFFICER),
)
MAKER_ACCOUNT = Account("fabricant", "Compte fabricant", Role.MAKER)
OTHERS_FROM = 501  # the numbers of parties that aren't makers, after any maker's
LOADER = f"chargement@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Who acts in the demonstration."""

    administrator: Actor
    staff: Actor
    coordinator: Actor
    certifier: Actor
    second_certifier: Actor
    authority: Actor
    second_authority: Actor
    experts: tuple[Actor, ...]
    buyers: tuple[tuple[Group, Actor], ...]
    makers: tuple[tuple[DemoMaker, Actor], ...]


def create_cluster() -> Cluster:
    """Create every organisation and account; the administrator's account is the first actor."""
    administrator, staff = _administration()
    associates = [_party(administrator, party) for party in (ASSOCIATION, CERTIFIER, AUTHORITY)]
    buyers = tuple((group, _buyer(administrator, group)) for group in groups())
    loader = User.objects.create_user(LOADER, name="Chargement de la démonstration")
    made = tuple((maker, _maker(administrator, maker, loader)) for maker in makers())
    second = _grant(administrator, associates[1].organisation, SECOND_CERTIFIER)
    _party(administrator, LABORATORY)
    decider = _grant(administrator, associates[2].organisation, SECOND_AUTHORITY)
    experts = tuple(_grant(administrator, associates[2].organisation, one) for one in EXPERTS)
    _identify(administrator, {actor.organisation.pk: maker.number for maker, actor in made})
    coordination, certification, authority = associates
    return Cluster(
        administrator,
        staff,
        coordination,
        certification,
        second,
        authority,
        decider,
        experts,
        buyers,
        made,
    )


def _administration() -> tuple[Actor, Actor]:
    """The first organisation has nobody to create it: it and its two accounts are written directly."""
    organisation = Organisation.objects.create(
        kind=CLUSTER.kind,
        name=titled(CLUSTER.name),
        name_ar=titled(CLUSTER.name_ar, arabic=True),
        is_demonstration=True,
    )
    membership = Membership.objects.create(
        user=_user(ADMINISTRATION), organisation=organisation, role=ADMINISTRATION.role
    )
    administrator = Actor.of(membership)
    return administrator, _grant(administrator, organisation, CLUSTER.account)


def _identify(administrator: Actor, numbers: Mapping[int, int]) -> None:
    """Write each party's identifiers down; `numbers`: those of the makers, whom their offers' files name by ICE."""
    parties = Organisation.objects.filter(is_demonstration=True).order_by("pk")
    for other, party in enumerate(parties, OTHERS_FROM):
        said = identifiers(numbers.get(party.pk, other), OrganisationKind(party.kind))
        describe_organisation(administrator, party, asdict(said))


def _user(account: Account) -> User:
    user = User.objects.create_user(account.email, name=account.name)
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


@cache
def _hashed() -> str:
    """Hash the password that all share once: hashing is made to be slow."""
    return make_password(PASSWORD)


def _grant(administrator: Actor, organisation: Organisation, account: Account) -> Actor:
    membership = grant_membership(
        administrator, user=_user(account), organisation=organisation, role=account.role
    )
    return Actor.of(membership)


def _party(administrator: Actor, party: Party) -> Actor:
    organisation = create_organisation(
        administrator,
        kind=party.kind,
        name=titled(party.name),
        name_ar=titled(party.name_ar, arabic=True),
        is_demonstration=True,
    )
    return _grant(administrator, organisation, party.account)


def _buyer(administrator: Actor, group: Group) -> Actor:
    organisation = create_organisation(
        administrator,
        kind=OrganisationKind.HEALTH_GROUP,
        name=group.name,
        name_ar=group.name_ar,
        region=group.region,
        is_demonstration=True,
    )
    return _grant(administrator, organisation, Account(group.account, "Compte acheteur", Role.BUYER))


def _maker(administrator: Actor, maker: DemoMaker, loader: User) -> Actor:
    """The first maker has an account; the catalogues of all are loaded in the loader's name."""
    organisation = create_organisation(
        administrator,
        kind=maker.kind,
        name=maker.name,
        name_ar=maker.name_ar,
        ice=maker.ice,
        region=maker.region,
        is_demonstration=True,
    )
    if maker.number == 1:
        _grant(administrator, organisation, MAKER_ACCOUNT)
    return Actor(loader, organisation, Role.MAKER)

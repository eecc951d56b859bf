"""Who may ask for titles, handle dossiers, grant and end titles."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.registration.actions import maker_of
from rakiza.pillars.registration.expertise.conflicts import advised
from rakiza.pillars.registration.models import (
    AnyTitle,
    AuthorityTitle,
    CommissionSession,
    Consultation,
    Dossier,
    Expert,
    RegistrationCertificate,
    TitleProposal,
)


@rules.predicate
def own_authority(actor: Actor, title: AuthorityTitle | CommissionSession | TitleProposal | None) -> bool:
    """The title was given or is proposed, or the session called, by the actor's organisation."""
    return title is not None and actor.belongs_to(title.authority_id)


@rules.predicate
def apart_from_holder(actor: Actor, title: AnyTitle | None) -> bool:
    """The officer has no part in the group of the title's holder."""
    return title is not None and not acts_within_group(actor.user, maker_of(title))


@rules.predicate
def another_proposed(actor: Actor, proposal: TitleProposal | None) -> bool:
    """Somebody else wrote the title down, and the officer has no part in its holder's group: four eyes."""
    return (
        proposal is not None
        and proposal.proposed_by_id != actor.user.pk
        and not acts_within_group(actor.user, proposal.maker)
    )


@rules.predicate
def holds(actor: Actor, title: RegistrationCertificate | None) -> bool:
    """The registration is of one of the actor's devices."""
    return title is not None and actor.belongs_to(title.device.maker_id)


@rules.predicate
def own_dossier(actor: Actor, dossier: Dossier | None) -> bool:
    """The dossier is the actor's organisation's."""
    return dossier is not None and actor.belongs_to(dossier.applicant_id)


@rules.predicate
def handles(actor: Actor, dossier: Dossier | None) -> bool:
    """The dossier is the actor's authority's, and the officer has no part in the applicant's group."""
    return (
        dossier is not None
        and actor.belongs_to(dossier.authority_id)
        and not acts_within_group(actor.user, dossier.applicant)
    )


@rules.predicate
def did_not_evaluate(actor: Actor, dossier: Dossier | None) -> bool:
    """The decision is another's than the evaluator's."""
    return dossier is not None and dossier.evaluated_by_id != actor.user.pk


@rules.predicate
def did_not_advise(actor: Actor, dossier: Dossier | None) -> bool:
    """The decision is another's than the expert's who advised the maker."""
    return dossier is not None and not advised(actor.user, dossier)


@rules.predicate
def own_profile(actor: Actor, expert: Expert | None) -> bool:
    """The expert is the actor, for the same authority."""
    return expert is not None and expert.user_id == actor.user.pk and actor.belongs_to(expert.authority_id)


@rules.predicate
def own_question(actor: Actor, consultation: Consultation | None) -> bool:
    """The question is the actor's organisation's."""
    return consultation is not None and actor.belongs_to(consultation.maker_id)


@rules.predicate
def answers(actor: Actor, consultation: Consultation | None) -> bool:
    """The question was put to the actor, who has no part in the maker's group."""
    return (
        consultation is not None
        and own_profile(actor, consultation.slot.expert)
        and not acts_within_group(actor.user, consultation.maker)
    )


_MAKER = role_is(Role.MAKER)
_OFFICER = role_is(Role.REGISTRATION_OFFICER)
rules.add_perm("registration.grant", _OFFICER)
rules.add_perm("registration.confirm_title", _OFFICER & own_authority & another_proposed)
rules.add_perm("registration.drop_title", _OFFICER & own_authority)
rules.add_perm("registration.change", _OFFICER & own_authority & apart_from_holder)
rules.add_perm("registration.cede", _MAKER & holds)
rules.add_perm("registration.apply", _MAKER)
rules.add_perm("registration.prepare", _MAKER & own_dossier)
rules.add_perm("registration.handle", _OFFICER & handles)
rules.add_perm("registration.decide", _OFFICER & handles & did_not_evaluate & did_not_advise)
rules.add_perm("registration.see_dossiers", role_is(Role.MAKER, Role.REGISTRATION_OFFICER))
rules.add_perm("registration.call_commission", _OFFICER)
rules.add_perm("registration.hold_commission", _OFFICER & own_authority)
rules.add_perm("registration.see_expertise", role_is(Role.MAKER, Role.REGISTRATION_OFFICER))
rules.add_perm("registration.offer_expertise", _OFFICER)
rules.add_perm("registration.keep_slots", _OFFICER & own_profile)
rules.add_perm("registration.ask_expert", _MAKER)
rules.add_perm("registration.own_question", _MAKER & own_question)
rules.add_perm("registration.answer_question", _OFFICER & answers)
rules.add_perm("registration.cancel_question", (_MAKER & own_question) | (_OFFICER & answers))
rules.add_perm(
    "registration.see_waits", role_is(Role.REGISTRATION_OFFICER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR)
)

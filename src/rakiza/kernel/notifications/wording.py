"""The sentence of each notification."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.kernel.notifications.names import NAMES, name_of
from rakiza.kernel.wording import formats, say
from rakiza.kernel.wording.language import apart, base_language

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = frozenset({"date", "first_day", "last_day"})
SENTENCES = {
    "needs.to_review": _(
        "Le fichier « %(file)s » est lu : %(problems)s remarques et %(to_confirm)s lectures à vérifier avant confirmation."
    ),
    "needs.failed": _("Le fichier « %(file)s » n'a pas pu être lu : %(message)s"),
    "needs.confirmed": _("%(organisation)s a confirmé %(lines)s besoins pour %(year)s."),
    "plans.allocated": _("Le plan « %(plan)s » est calculé : %(covered)s lots couverts sur %(lots)s."),
    "plans.failed": _("Le calcul du plan « %(plan)s » n'a pas abouti : %(message)s"),
    "plans.publication_proposed": _(
        "%(name)s propose de publier le plan « %(plan)s » : il y faut votre accord."
    ),
    "plans.withdrawal_proposed": _(
        "%(name)s propose de retirer la publication du plan « %(plan)s » (%(reason)s) : il y faut votre accord."
    ),
    "plans.published": _("Le plan « %(plan)s » est publié."),
    "plans.unpublished": _("La publication du plan « %(plan)s » est retirée : %(reason)s"),
    "jobs.sweep_failed": _(
        "La tâche quotidienne « %(name)s » n'a pas abouti : elle est reprise dans une heure."
    ),
    "organisations.join_request": _("%(organisation)s demande à rejoindre le cluster."),
    "organisations.delegation_proposed": _(
        "%(name)s veut déléguer son rôle à %(to)s jusqu'au %(date)s : il y faut l'accord d'une autre personne."
    ),
    "organisations.delegation_opened": _("%(name)s vous délègue son rôle jusqu'au %(date)s."),
    "certification.certificate_proposed": _(
        "Le certificat %(number)s est proposé (%(subject)s) : une autre personne doit le confirmer."
    ),
    "certification.certificates_proposed": ngettext_lazy(
        "%(rows)s certificat est proposé par le fichier %(file)s : une autre personne doit le confirmer.",
        "%(rows)s certificats sont proposés par le fichier %(file)s : une autre personne doit les confirmer.",
        "rows",
    ),
    "certification.entered": _("%(body)s inscrit un certificat à votre nom : %(standard)s, n° %(number)s."),
    "certification.entered_together": ngettext_lazy(
        "%(body)s inscrit %(rows)s certificat à votre nom.",
        "%(body)s inscrit %(rows)s certificats à votre nom.",
        "rows",
    ),
    "certification.case_filed": _("%(maker)s demande la certification %(standard)s."),
    "certification.case_sent_back": _("%(body)s renvoie votre dossier %(standard)s : %(reason)s"),
    "certification.case_accepted": _("%(body)s accepte votre dossier %(standard)s."),
    "certification.test_ordered": _(
        "%(body)s fait essayer votre produit pour %(standard)s : %(laboratory)s rend son rapport le %(date)s."
    ),
    "certification.test_due": _(
        "Le rapport de %(laboratory)s (%(standard)s) est attendu le %(date)s : demandez-le, ou rendez-en compte."
    ),
    "certification.test_passed": _("%(reference)s a réussi l'essai de type (%(standard)s, %(body)s)."),
    "certification.test_failed": _(
        "%(body)s vous renvoie le dossier %(standard)s, un essai de type a échoué : %(reason)s"
    ),
    "certification.contract_offered": _(
        "%(body)s propose un contrat pour %(standard)s : répondez avant le %(date)s."
    ),
    "certification.contract_agreed": _("%(maker)s accepte le contrat (%(standard)s) : planifiez la suite."),
    "certification.contract_declined": _("%(maker)s décline le contrat (%(standard)s) : %(reason)s"),
    "certification.contract_closed": _(
        "%(maker)s décline le contrat (%(standard)s) et ferme le dossier : %(reason)s"
    ),
    "certification.contract_due": _(
        "Le contrat proposé par %(body)s pour %(standard)s attend votre réponse avant le %(date)s."
    ),
    "certification.audit_planned": _("%(body)s viendra pour %(standard)s le %(date)s."),
    "certification.audit_held": _("%(body)s a rendu compte de l'audit %(standard)s."),
    "certification.findings_to_answer": _(
        "%(body)s a relevé des non-conformités à l'audit %(standard)s : répondez à chacune."
    ),
    "certification.finding_answered": _("%(maker)s répond à une non-conformité (%(standard)s)."),
    "certification.finding_returned": _(
        "%(body)s demande une meilleure réponse à une non-conformité (%(standard)s)."
    ),
    "certification.case_granted": _("%(body)s vous certifie %(standard)s : certificat %(number)s."),
    "certification.case_refused": _("%(body)s refuse la certification %(standard)s : %(reason)s"),
    "certification.edition_changed": ngettext_lazy(
        "La norme %(standard)s remplace %(replaced)s : %(count)s de vos certificats ou dossiers est à faire passer à la nouvelle édition.",
        "La norme %(standard)s remplace %(replaced)s : %(count)s de vos certificats ou dossiers sont à faire passer à la nouvelle édition.",
        "count",
    ),
    "certification.expires": _(
        "Le certificat %(number)s (%(standard)s) prend fin le %(date)s : préparez la suite."
    ),
    "certification.uncovered": _(
        "Le certificat %(number)s (%(standard)s) prend fin le %(date)s et le suivant commence plus tard : rien ne couvre du %(first_day)s au %(last_day)s."
    ),
    "certification.surveillance_due": _(
        "La surveillance %(standard)s de %(maker)s est à tenir avant le %(date)s."
    ),
    "certification.finding_due": _(
        "Une non-conformité (%(standard)s) attend votre réponse avant le %(date)s."
    ),
    "certification.transition_ends": ngettext_lazy(
        "La transition vers %(standard)s finit le %(date)s : %(count)s de vos certificats ou dossiers nomme encore %(replaced)s.",
        "La transition vers %(standard)s finit le %(date)s : %(count)s de vos certificats ou dossiers nomment encore %(replaced)s.",
        "count",
    ),
    "industry.contested": _("%(organisation)s conteste l'intégration locale de %(device)s : %(reason)s"),
    "industry.contest_answered": _("%(maker)s répond à la contestation de %(device)s."),
    "industry.content_reopened": _(
        "La part locale de « %(device)s » est à déclarer de nouveau : celle de son composant « %(component)s » a changé."
    ),
    "industry.contest_settled": _("Le cluster a tranché la contestation de %(device)s : %(outcome)s"),
    "industry.audit_opened": _("Le cluster contrôle l'intégration locale déclarée de %(device)s."),
    "industry.audit_findings": _("Le contrôle de %(device)s a rendu ses constats."),
    "industry.audit_found_nothing": _("Le contrôle de %(device)s n'a rien relevé."),
    "industry.audit_to_decide": _("Le contrôle de %(device)s (%(maker)s) attend une seconde personne."),
    "industry.findings_answered": _("%(maker)s répond aux constats du contrôle de %(device)s."),
    "industry.audit_decided": _("Le contrôle de %(device)s est décidé : %(outcome)s"),
    "certification.site_closed": _(
        "%(maker)s a fermé le site %(site)s le %(date)s : le certificat %(number)s n'y couvre plus rien, retirez-le."
    ),
    "certification.suspended": _("Le certificat %(number)s est suspendu : %(reason)s"),
    "certification.reinstated": _("La suspension du certificat %(number)s est levée au %(date)s."),
    "certification.withdrawn": _("Le certificat %(number)s est retiré : %(reason)s"),
    "registration.dossier_filed": _("%(applicant)s dépose un dossier : %(subject)s."),
    "registration.dossier_assigned": _("Un dossier vous est confié : %(subject)s (%(applicant)s)."),
    "registration.dossier_sent_back": _("%(authority)s renvoie votre dossier (%(subject)s) : %(reason)s"),
    "registration.dossier_admitted": _("%(authority)s juge votre dossier recevable : %(subject)s."),
    "registration.dossier_opinion": _("La commission a donné son avis sur votre dossier : %(subject)s."),
    "registration.dossier_granted": _(
        "%(authority)s accorde votre demande (%(subject)s) : titre %(number)s."
    ),
    "registration.dossier_refused": _("%(authority)s refuse votre demande (%(subject)s) : %(reason)s"),
    "registration.entered": _("%(authority)s inscrit un titre à votre nom : %(number)s."),
    "registration.entered_together": ngettext_lazy(
        "%(authority)s inscrit %(rows)s titre à votre nom.",
        "%(authority)s inscrit %(rows)s titres à votre nom.",
        "rows",
    ),
    "registration.title_proposed": _(
        "Le titre %(number)s est proposé (%(subject)s) : une autre personne doit le confirmer."
    ),
    "registration.titles_proposed": ngettext_lazy(
        "%(rows)s titre est proposé par le fichier %(file)s : une autre personne doit le confirmer.",
        "%(rows)s titres sont proposés par le fichier %(file)s : une autre personne doit les confirmer.",
        "rows",
    ),
    "registration.expires": _("Le titre %(number)s prend fin le %(date)s : préparez la suite."),
    "registration.uncovered": _(
        "Le titre %(number)s prend fin le %(date)s et le suivant commence plus tard : rien ne couvre du %(first_day)s au %(last_day)s."
    ),
    "registration.decision_due": _("À décider avant le %(date)s : %(subject)s."),
    "registration.transfer_offered": _("%(holder)s vous cède l'enregistrement %(number)s."),
    "registration.expert_asked": _(
        "%(maker)s pose une question à %(expert)s (%(subject)s) pour le %(date)s à %(time)s."
    ),
    "registration.expert_accepted": _("%(expert)s vous répondra le %(date)s à %(time)s (%(subject)s)."),
    "registration.expert_declined": _("%(expert)s décline votre question (%(subject)s) : %(reason)s"),
    "registration.expert_moved": _(
        "%(expert)s propose le %(date)s à %(time)s pour votre question (%(subject)s) : %(reason)s"
    ),
    "registration.expert_agreed": _(
        "%(maker)s accepte le rendez-vous du %(date)s à %(time)s avec %(expert)s (%(subject)s)."
    ),
    "registration.expert_cancelled": _(
        "%(organisation)s annule le rendez-vous du %(date)s à %(time)s (%(subject)s) : %(reason)s"
    ),
    "registration.expert_answered": _("%(expert)s a répondu à votre question (%(subject)s)."),
    "registration.to_amend": _(
        "%(device)s n'est plus ce que le certificat %(number)s enregistre : ce certificat ne couvre aucune livraison tant que vous n'avez pas obtenu une modification."
    ),
    "registration.differs": _(
        "%(maker)s a changé %(device)s, que le certificat %(number)s enregistre : une modification est à demander."
    ),
    "registration.site_closed": _(
        "%(maker)s a fermé le site %(site)s le %(date)s : la déclaration %(number)s n'y couvre plus rien, retirez-la ou faites-la modifier."
    ),
    "registration.site_left": _(
        "Le site %(site)s est fermé depuis le %(date)s : la déclaration %(number)s n'y couvre plus rien, demandez sa modification ou sa cessation."
    ),
    "registration.suspended": _("Le titre %(number)s est suspendu : %(reason)s"),
    "registration.withdrawn": _("Le titre %(number)s est retiré : %(reason)s"),
    "registration.reinstated": _("La suspension du titre %(number)s est levée."),
    "eligibility.at_stake": ngettext_lazy(
        "%(cause)s (%(maker)s) : %(lots)s lot, %(stake)s en jeu dans le plan « %(plan)s ».",
        "%(cause)s (%(maker)s) : %(lots)s lots, %(stake)s en jeu dans le plan « %(plan)s ».",
        "lots",
    ),
    "eligibility.at_stake_buyer": ngettext_lazy(
        "%(cause)s (%(maker)s) : %(lots)s lot de vos besoins, %(stake)s en jeu dans le plan « %(plan)s ».",
        "%(cause)s (%(maker)s) : %(lots)s lots de vos besoins, %(stake)s en jeu dans le plan « %(plan)s ».",
        "lots",
    ),
    "eligibility.at_stake_maker": ngettext_lazy(
        "%(cause)s : %(lots)s de vos lots, %(stake)s hors taxe en jeu dans le plan « %(plan)s ».",
        "%(cause)s : %(lots)s de vos lots, %(stake)s hors taxe en jeu dans le plan « %(plan)s ».",
        "lots",
    ),
    "eligibility.mended": _(
        "Le titre %(number)s de %(maker)s couvre de nouveau les livraisons du plan « %(plan)s » : l'alerte est levée."
    ),
    "orders.sent": _(
        "%(buyer)s vous commande pour %(amount)s hors taxe (%(number)s) : confirmez ou déclinez."
    ),
    "orders.answer_due": _("La commande %(number)s de %(buyer)s attend votre réponse avant le %(date)s."),
    "orders.answer_overdue": _(
        "Votre réponse à la commande %(number)s de %(buyer)s était attendue le %(date)s : confirmez ou déclinez."
    ),
    "orders.answer_late": _(
        "%(maker)s n'a pas répondu à la commande %(number)s, attendue le %(date)s : relancez ou annulez."
    ),
    "orders.confirmed": _("%(maker)s confirme la commande %(number)s, à recevoir le %(date)s au plus tard."),
    "orders.declined": _("%(maker)s décline la commande %(number)s : %(reason)s"),
    "orders.cancelled": _("%(buyer)s annule la commande %(number)s : %(reason)s"),
    "orders.closed": _("%(buyer)s solde la commande %(number)s : %(reason)s"),
    "orders.received": _("%(buyer)s a tout reçu de la commande %(number)s."),
    "orders.received_partly": _("%(buyer)s a reçu une partie de la commande %(number)s."),
    "orders.refused": _("%(buyer)s refuse une partie de ce qui est arrivé de la commande %(number)s."),
    "orders.at_stake": ngettext_lazy(
        "%(cause)s (%(maker)s) : %(lines)s ligne de la commande %(number)s de %(buyer)s, %(stake)s en jeu.",
        "%(cause)s (%(maker)s) : %(lines)s lignes de la commande %(number)s de %(buyer)s, %(stake)s en jeu.",
        "lines",
    ),
    "orders.at_stake_maker": ngettext_lazy(
        "%(cause)s : %(lines)s ligne de la commande %(number)s de %(buyer)s, %(stake)s hors taxe en jeu.",
        "%(cause)s : %(lines)s lignes de la commande %(number)s de %(buyer)s, %(stake)s hors taxe en jeu.",
        "lines",
    ),
    "orders.mended": _(
        "Les titres de %(maker)s couvrent de nouveau la commande %(number)s de %(buyer)s : l'alerte est levée."
    ),
}


def sentence(code: str, params: Mapping[str, object]) -> str:
    """Return the sentence of a code in the active language; the code itself where it is unknown."""
    template = SENTENCES.get(code)
    if template is None:
        return code
    return str(template % {name: _set_apart(_in_words(name, value)) for name, value in params.items()})


def _set_apart(word: object) -> object:
    """Keep a number, a name or a remark of another script whole within an Arabic sentence."""
    return apart(word) if isinstance(word, str) and base_language(None) == "ar" else word


def _in_words(name: str, value: object) -> object:
    """Put a date, a name, a reason and an amount of money into words; anything else stays as it is."""
    if name in _DAYS and isinstance(value, str) and _ISO.fullmatch(value):
        return formats.day(date.fromisoformat(value))
    if not isinstance(value, Mapping):
        return value
    if NAMES in value:
        return name_of(value)
    if "amount" in value:
        return formats.money(Decimal(value["amount"]), value["currency"], places=0)
    return say(load(Reason, value))

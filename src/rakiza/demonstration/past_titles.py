"""Titles and certificates that stood before the plan's year, in every state, and those that wait."""

from __future__ import annotations

from datetime import date, timedelta

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.registers import load_registers
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.actions import reinstate_certificate, suspend_certificate
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.certification.proposals import CertificateTerms, propose_certificate
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import (
    authorise_device,
    declare_establishment,
    register_device,
    reinstate_title,
    suspend_title,
    withdraw_title,
)
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process
from rakiza.pillars.registration.models import AnyTitle, RegistrationCertificate
from rakiza.pillars.registration.proposals import TitleTerms, propose_title


def load_titles(cluster: Cluster, maker: Actor, standing: RegistrationCertificate) -> None:
    """Give one maker the titles it had, all before the plan's year, and those that wait to be confirmed."""
    for ending, year in (("EXPIRE", 2010), ("LEVE", 2013), ("SUSPENDU", 2016), ("RETIRE", 2019)):
        starts, ends = date(year, 1, 1), date(year + 2, 12, 31)
        _ended(
            cluster,
            register_device(
                cluster.authority,
                device=standing.device,
                number=f"R-DEMO-{ending}",
                valid_from=starts,
                valid_to=ends,
            ),
        )
        _ended(
            cluster,
            declare_establishment(
                cluster.authority,
                maker=maker.organisation,
                number=f"D-DEMO-{ending}",
                valid_from=starts,
                valid_to=ends,
            ),
        )
        _ended(
            cluster,
            authorise_device(
                cluster.authority,
                device=standing.device,
                number=f"A-DEMO-{ending}",
                valid_from=starts,
                valid_to=ends,
                purpose=AuthorisationPurpose.EVALUATION_SAMPLE,
            ),
        )
    _lifted_certificate(cluster)
    _proposed(cluster, standing.device)
    _proposed_certificate(cluster, standing.device.maker)
    load_registers(cluster, standing.device)


def _lifted_certificate(cluster: Cluster) -> None:
    """Suspend a certificate for a month of its first year, long before the plan's."""
    kept = Certificate.objects.filter(scheme=Scheme.SYSTEM, state=CertificateState.VALID).order_by(
        "valid_from", "pk"
    )[0]
    on = kept.valid_from + timedelta(days=30)
    suspend_certificate(cluster.certifier, kept, on=on, reason="Motif fictif de démonstration.")
    reinstate_certificate(cluster.certifier, kept, on=on + timedelta(days=30))


def _proposed(cluster: Cluster, device: Device) -> None:
    """Leave a registration of before, found in the archives, that a second officer has yet to confirm."""
    starts = date(2005, 1, 1)
    terms = TitleTerms(
        Process.REGISTRATION,
        "R-DEMO-A-CONFIRMER",
        decided_on=starts - timedelta(days=10),
        valid_from=starts,
        valid_to=date(2009, 12, 31),
        device=device,
    )
    propose_title(cluster.authority, terms)


def _proposed_certificate(cluster: Cluster, maker: Organisation) -> None:
    """Leave a certificate of before, found in the archives, that a second officer has yet to confirm."""
    starts = date(2005, 1, 1)
    terms = CertificateTerms(
        maker,
        "ISO 13485:2003",
        "C-DEMO-A-CONFIRMER",
        decided_on=starts - timedelta(days=10),
        valid_from=starts,
        valid_to=date(2007, 12, 31),
    )
    propose_certificate(cluster.certifier, terms)


def _ended(cluster: Cluster, title: AnyTitle) -> None:
    """Suspend or withdraw a title of before as its number says."""
    on, reason = title.valid_from + timedelta(days=600), "Motif fictif de démonstration."
    if title.number.endswith("SUSPENDU"):
        suspend_title(cluster.authority, title, on=on, reason=reason)
    elif title.number.endswith("RETIRE"):
        withdraw_title(cluster.authority, title, on=on, reason=reason)
    elif title.number.endswith("LEVE"):
        suspend_title(cluster.authority, title, on=on, reason=reason)
        reinstate_title(cluster.authority, title)
        month = [on.isoformat(), (on + timedelta(days=30)).isoformat()]
        type(title).objects.filter(pk=title.pk).update(suspensions=[month])  # actions know today only

"""Take running cases past the contract as agreed on the day of their review, and say so in their timelines.

They were accepted before terms were proposed and agreed to here: what was agreed elsewhere isn't known.
"""

from django.db import migrations
from django.utils import timezone

from rakiza.kernel.audit.actions import GENESIS, link_hash

REVIEWED = ("accepted", "stage_1", "stage_2_ready", "stage_2", "findings", "decision")


def assume(apps, schema_editor):
    cases = apps.get_model("certification", "CertificationCase").objects
    contract = apps.get_model("certification", "Contract")
    trail = apps.get_model("audit", "AuditEvent")
    for case in cases.filter(scheme="system", state__in=REVIEWED).order_by("pk"):
        accepted = trail.objects.filter(
            action="certification.case_accept",
            object_type="certification.certificationcase",
            object_id=str(case.pk),
        ).order_by("-pk")
        reviewed = accepted.values_list("at", flat=True).first()
        day = (
            timezone.localdate(reviewed) if reviewed else case.filed_on or timezone.localdate(case.created_at)
        )
        contract.objects.create(case=case, state="assumed", answered_on=day)
        before = case.state
        if before == "accepted":
            case.state = "agreed"
            case.save(update_fields=["state"])
        record(
            apps,
            "certification.assume_contract",
            case,
            before={"state": before},
            after={"state": case.state, "contract_state": "assumed", "answered_on": day.isoformat()},
        )


def record(apps, action, case, before, after):
    """Chain one event of the system to the trail, as `kernel.audit` does; its models may be other ones by now."""
    head, _created = apps.get_model("audit", "AuditHead").objects.get_or_create(
        id=1, defaults={"last_hash": GENESIS}
    )
    event = apps.get_model("audit", "AuditEvent")(
        at=timezone.now(),
        organisation_id=case.body_id,
        action=action,
        object_type="certification.certificationcase",
        object_id=str(case.pk),
        before=before,
        after=after,
        previous_hash=head.last_hash,
    )
    event.hash = head.last_hash = link_hash(event)
    event.save()
    head.save(update_fields=["last_hash"])


class Migration(migrations.Migration):
    dependencies = [("certification", "0012_contracts"), ("audit", "0003_refused_acts")]

    operations = [migrations.RunPython(assume, migrations.RunPython.noop)]

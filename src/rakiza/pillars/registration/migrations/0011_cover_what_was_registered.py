"""Say of registrations given before what they cover: their device as it was when they were given or amended."""

from datetime import date

from django.db import migrations

_NAMES = ("family", "risk_class", "attributes")


def _by_name(attributes):
    return sorted(map(repr, attributes))


def _differs(one, other):
    plain = any(one[name] != other[name] for name in ("family", "risk_class"))
    return plain or _by_name(one["attributes"]) != _by_name(other["attributes"])


def _then(title):
    """Return the device of a title as its versions tell it at the title's decision, or its last amendment."""
    granted = [
        one.updated_at
        for one in title.requests.all()
        if one.request == "amendment" and one.state == "granted"
    ]
    until = max([title.created_at, *granted])
    versions = sorted(title.device.versions.all(), key=lambda one: one.number)
    known = [one for one in versions if one.created_at <= until] or versions[:1]
    return {name: known[-1].content[name] for name in _NAMES} if known else None


def cover(apps, schema_editor):
    registrations = apps.get_model("registration", "RegistrationCertificate").objects
    rows = registrations.filter(covers__isnull=True).select_related("device")
    batch = []
    for title in rows.prefetch_related("requests", "device__versions").order_by("pk").iterator(500):
        now = {name: getattr(title.device, name) for name in _NAMES}
        title.covers = _then(title) or now
        title.differs_since = date.today() if _differs(title.covers, now) else None  # noqa: DTZ011
        batch.append(title)
        if len(batch) == 500:
            registrations.bulk_update(batch, ["covers", "differs_since"])
            batch = []
    registrations.bulk_update(batch, ["covers", "differs_since"])


class Migration(migrations.Migration):
    dependencies = [("registration", "0010_covers"), ("industry", "0011_people_of_lines")]

    operations = [migrations.RunPython(cover, migrations.RunPython.noop)]

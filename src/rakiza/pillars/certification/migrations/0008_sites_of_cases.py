"""Write the site on certificates that came from a case about one."""

from django.db import migrations


def take_from_case(apps, schema_editor):
    cases = apps.get_model("certification", "CertificationCase").objects
    for case in cases.filter(certificate__isnull=False, site__isnull=False):
        apps.get_model("certification", "Certificate").objects.filter(pk=case.certificate_id).update(
            site=case.site_id
        )


class Migration(migrations.Migration):
    dependencies = [("certification", "0007_certified_site")]

    operations = [
        migrations.RunPython(take_from_case, migrations.RunPython.noop),
    ]

"""Attach certificates and cases to the editions that their texts designate; the rest waits for its officer."""

from django.db import migrations

from rakiza.reference.standards import edition_named


def attach(apps, schema_editor):
    register = apps.get_model("certification", "StandardEdition")
    known = {(one.standard, one.edition): one.pk for one in register.objects.all()}
    for name in ("Certificate", "CertificationCase"):
        kind = apps.get_model("certification", name)
        for text in kind.objects.filter(edition__isnull=True).values_list("standard", flat=True).distinct():
            found = known.get(edition_named(text))
            if found is not None:
                kind.objects.filter(edition__isnull=True, standard=text).update(edition_id=found)


class Migration(migrations.Migration):
    dependencies = [("certification", "0005_edition_links")]

    operations = [migrations.RunPython(attach, migrations.RunPython.noop)]

"""Put the authored editions into the register; those that are there stay as they are."""

from django.db import migrations

from rakiza.reference.standards import editions


def enter(apps, schema_editor):
    edition = apps.get_model("certification", "StandardEdition")
    for one in editions():
        replaced = edition.objects.filter(standard=one.standard, edition=one.replaces).first()
        edition.objects.get_or_create(
            standard=one.standard,
            edition=one.edition,
            defaults={
                "title": one.title,
                "published": one.published,
                "replaces": replaced,
                "transition_ends": one.transition_ends,
                "source": one.source,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_standards")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]

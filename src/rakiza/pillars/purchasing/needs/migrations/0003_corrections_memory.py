import re

from django.conf import settings
from django.db import migrations, models


def fill(apps, _editor):
    """Repeat what each stored reading says in the columns that agreements are counted by."""
    corrections = apps.get_model("needs", "ReadingCorrection")
    for one in corrections.objects.iterator():
        key, numbers = re.subn(r"\d+(?:[.,/]\d+)*", "#", one.folded)
        enough = numbers and len(re.findall(r"[^\W\d_]{3,}", key)) >= 2
        one.words = key if enough else ""
        one.designation = one.reading.get("text", one.folded)
        one.kind = one.reading.get("kind", "device")
        one.family = one.reading.get("family") or ""
        one.save(update_fields=["words", "designation", "kind", "family"])


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0002_list_indexes"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="needline",
            name="memory",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own", "corrigée par l'organisation"),
                    ("words", "mêmes mots, autres nombres"),
                    ("shared", "confirmée par deux organisations"),
                ],
                help_text="Sur quelle correction repose la lecture ; vide quand le moteur l'a faite seul.",
                max_length=8,
                verbose_name="mémoire",
            ),
        ),
        migrations.AddField(
            model_name="readingcorrection",
            name="designation",
            field=models.TextField(blank=True, verbose_name="désignation"),
        ),
        migrations.AddField(
            model_name="readingcorrection",
            name="family",
            field=models.CharField(blank=True, max_length=80, verbose_name="famille"),
        ),
        migrations.AddField(
            model_name="readingcorrection",
            name="kind",
            field=models.CharField(
                choices=[
                    ("device", "dispositif médical"),
                    ("ivd", "diagnostic in vitro"),
                    ("medicine", "médicament"),
                    ("other", "autre"),
                ],
                default="device",
                max_length=10,
                verbose_name="nature",
            ),
        ),
        migrations.AddField(
            model_name="readingcorrection",
            name="words",
            field=models.CharField(
                blank=True,
                help_text="Le texte sans ses nombres ; vide quand il dit trop peu pour en lire d'autres ainsi.",
                max_length=300,
                verbose_name="mots",
            ),
        ),
        migrations.AddIndex(
            model_name="readingcorrection",
            index=models.Index(fields=["folded", "kind", "family"], name="needs_correction_text"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

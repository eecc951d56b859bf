"""What became of a document when its dossier ended; which request ended a title."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0004_expertise"),
    ]

    operations = [
        migrations.AddField(
            model_name="establishmentdeclaration",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("initial", "première demande"),
                    ("renewal", "renouvellement"),
                    ("amendment", "modification"),
                    ("transfer", "transfert"),
                    ("cessation", "cessation d'activité"),
                ],
                help_text="La demande du titulaire qui a mis fin au titre ; vide : l'autorité, pour le motif écrit.",
                max_length=10,
                verbose_name="fin par",
            ),
        ),
        migrations.AddField(
            model_name="registrationcertificate",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("initial", "première demande"),
                    ("renewal", "renouvellement"),
                    ("amendment", "modification"),
                    ("transfer", "transfert"),
                    ("cessation", "cessation d'activité"),
                ],
                help_text="La demande du titulaire qui a mis fin au titre ; vide : l'autorité, pour le motif écrit.",
                max_length=10,
                verbose_name="fin par",
            ),
        ),
        migrations.AddField(
            model_name="specificauthorisation",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("initial", "première demande"),
                    ("renewal", "renouvellement"),
                    ("amendment", "modification"),
                    ("transfer", "transfert"),
                    ("cessation", "cessation d'activité"),
                ],
                help_text="La demande du titulaire qui a mis fin au titre ; vide : l'autorité, pour le motif écrit.",
                max_length=10,
                verbose_name="fin par",
            ),
        ),
        migrations.AlterField(
            model_name="dossierdocument",
            name="status",
            field=models.CharField(
                choices=[
                    ("to_review", "à examiner"),
                    ("accepted", "acceptée"),
                    ("to_correct", "à corriger"),
                    ("replaced", "remplacée"),
                    ("decided", "jugée avec le dossier"),
                    ("unread", "non examinée"),
                ],
                default="to_review",
                max_length=12,
                verbose_name="état",
            ),
        ),
    ]

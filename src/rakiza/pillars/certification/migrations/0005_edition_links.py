import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0004_authored_editions"),
        ("organisations", "0005_second_person"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="editionnotice",
            name="edition_told_once",
        ),
        migrations.AddField(
            model_name="certificate",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                help_text="L'édition du registre que nomme la norme ; vide : à rattacher.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="certification.standardedition",
                verbose_name="édition",
            ),
        ),
        migrations.AddField(
            model_name="certificationcase",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                help_text="L'édition du registre que nomme la norme ; vide : à rattacher.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="certification.standardedition",
                verbose_name="édition",
            ),
        ),
        migrations.AddField(
            model_name="editionnotice",
            name="days_before",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="0 : à l'inscription de l'édition.", verbose_name="jours avant la fin"
            ),
        ),
        migrations.AddConstraint(
            model_name="editionnotice",
            constraint=models.UniqueConstraint(
                fields=("edition", "holder", "days_before"), name="edition_told_once_a_stage"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="origin",
            field=models.CharField(
                blank=True,
                help_text="D'où l'action est venue : page et adresse du réseau, commande ou traitement.",
                max_length=60,
                verbose_name="origine",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_small_firm")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="membership_once"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("delegated_by__isnull", True)),
                fields=("user", "organisation", "role"),
                name="membership_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("delegated_by__isnull", False)),
                fields=("user", "organisation", "role"),
                name="loan_once",
            ),
        ),
    ]

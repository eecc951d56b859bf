import rakiza.pillars.registration.models
from django.db import migrations, models


def give_codes(apps, _editor):
    """Give the titles of before their own verification codes."""
    for name in ("EstablishmentDeclaration", "RegistrationCertificate", "SpecificAuthorisation"):
        model = apps.get_model("registration", name)
        for title in model.objects.filter(verification_code__isnull=True).iterator():
            title.verification_code = rakiza.pillars.registration.models.new_code()
            title.save(update_fields=["verification_code"])


class Migration(migrations.Migration):
    dependencies = [("registration", "0002_dossiers")]

    operations = [
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="establishmentdeclaration",
            name="verification_code",
            field=models.CharField(
                default=rakiza.pillars.registration.models.new_code,
                editable=False,
                max_length=32,
                unique=True,
                verbose_name="code de vérification",
            ),
        ),
        migrations.AlterField(
            model_name="registrationcertificate",
            name="verification_code",
            field=models.CharField(
                default=rakiza.pillars.registration.models.new_code,
                editable=False,
                max_length=32,
                unique=True,
                verbose_name="code de vérification",
            ),
        ),
        migrations.AlterField(
            model_name="specificauthorisation",
            name="verification_code",
            field=models.CharField(
                default=rakiza.pillars.registration.models.new_code,
                editable=False,
                max_length=32,
                unique=True,
                verbose_name="code de vérification",
            ),
        ),
    ]

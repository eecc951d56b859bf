from django.db import migrations

from rakiza.kernel.word_index import word_index


class Migration(migrations.Migration):
    """A few signs of a title's number are found without reading every row."""

    dependencies = [("registration", "0012_documents_set_aside")]

    operations = [
        word_index("registration_registrationcertificate", "number"),
        word_index("registration_establishmentdeclaration", "number"),
        word_index("registration_specificauthorisation", "number"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roles", "0023_accounts_as_sorted_and_searched")]

    operations = [
        migrations.AddField("journalreading", "looked_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("journalreading", "looked_on", models.DateField(null=True)),
    ]

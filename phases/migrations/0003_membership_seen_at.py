from django.db import migrations, models


class Migration(migrations.Migration):
    """Presence: when each member last looked at the matrix."""

    dependencies = [("phases", "0002_finding_change_kinds")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

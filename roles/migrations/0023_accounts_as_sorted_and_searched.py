from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aispec.db.derived
from aispec.db.parts_of_words import index_parts_of_words
from aispec.web.words.folding import fold
from aispec.web.words.sorting import sort_bytes


def _name(apps: Any, _schema_editor: Any) -> None:
    """What the accounts that are there are called, as the model makes it."""
    names = apps.get_model("roles", "AccountName")
    rows = []
    for pk, first, last, email in apps.get_model("auth", "User").objects.values_list(
        "pk", "first_name", "last_name", "email"
    ):
        name = f"{first} {last}".strip()
        rows.append(names(user_id=pk, sorted_by=sort_bytes(name or email), searched=fold(f"{name} {email}")))
    names.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0022_notices_that_wait"),
        ("phases", "0024_framework_catalogued"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "AccountName",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="called",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sorted_by", aispec.db.derived.DerivedBytes(default=b"")),
                ("searched", aispec.db.derived.DerivedText(default="", editable=False)),
            ],
            options={"verbose_name": "name of an account"},
        ),
        migrations.RunPython(_name, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("accountname", models.Index(fields=["sorted_by", "user"], name="account_sorted")),
        migrations.RunPython(
            index_parts_of_words("account_searched", "roles_accountname", "searched"), migrations.RunPython.noop
        ),
        migrations.RunPython(
            index_parts_of_words("project_searched", "phases_project", "upper(name)"), migrations.RunPython.noop
        ),
        # Of Django's own table: administrators are few among many accounts.
        migrations.RunSQL(
            "CREATE INDEX account_administrators ON auth_user (id) WHERE is_superuser",
            "DROP INDEX account_administrators",
        ),
    ]

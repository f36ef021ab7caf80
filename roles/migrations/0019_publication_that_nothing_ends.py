from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0018_security_event'),
    ]

    operations = [
        migrations.AlterField(
            model_name='publication',
            name='ends_at',
            field=models.DateTimeField(null=True),
        ),
    ]

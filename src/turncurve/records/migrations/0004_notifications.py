"""What somebody is to be told of."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of notifications."""

    dependencies: ClassVar = [("records", "0003_jobs")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("keys", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, db_index=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["to", "seen_at"], name="what_one_has_not_seen")],
            },
        ),
    ]

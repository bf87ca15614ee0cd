"""Jobs."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Work that is asked for and done apart from the pages."""

    dependencies = [
        ("records", "0002_audit_refuses_edits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("asked", models.JSONField(default=dict)),
                ("asked_by", models.CharField(db_index=True, max_length=40)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=10)),
                ("says", models.CharField(blank=True, max_length=300)),
                ("done", models.PositiveIntegerField(null=True)),
                ("of", models.PositiveIntegerField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("outcome", models.JSONField(default=dict)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-asked_at", "id"],
            },
        ),
    ]

"""The records as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Named `records` in the database."""

    name = "turncurve.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

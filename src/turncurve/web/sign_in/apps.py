"""Sign-in as a Django app: it listens for what must be written down."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Named `sign_in`; it has no tables."""

    name = "turncurve.web.sign_in"
    label = "sign_in"

    def ready(self) -> None:
        """Listen."""
        from turncurve.web.sign_in import listening

        listening.begin()

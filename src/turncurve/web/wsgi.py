"""The pages as one WSGI application, over one desk."""

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from turncurve.web.door import Door, put_in
from turncurve.web.help.reading import WEB

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
STATIC: Final = (WEB / "static", WEB / "built" / "static")


def application(door: Door) -> Application:
    """The pages of one door, with the style sheets beside them."""
    _ = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turncurve.web.settings")
    from django.core.wsgi import get_wsgi_application
    from whitenoise import WhiteNoise

    pages = get_wsgi_application()

    def with_door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        put_in(environ, door)
        return pages(environ, start_response)

    # A new version's style sheet is seen at once: the browser asks each time, and this computer answers quickly.
    with_static = WhiteNoise(with_door, max_age=0, add_headers_function=_guarded)
    for folder in STATIC:
        with_static.add_files(str(folder), prefix="static/")
    return with_static


def _guarded(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"

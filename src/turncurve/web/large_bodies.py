"""Which request may be large: returns that are sent to be loaded, by somebody who is signed in and may load them."""

import copy
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.urls import reverse
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from turncurve.desk.asker import can
from turncurve.web.sign_in.walls import has_given_two
from turncurve.web.sign_in.who import asker_of


class _Parser(HTTPRequestParser):
    """Once the head of a request is there, and before any of its body is taken, settles how large that may be."""

    def parse_header(self, header_plus: bytes) -> None:
        """The head, with a higher limit where it may have one."""
        super().parse_header(header_plus)
        # Its types do not know all it has just set.
        head: Any = self
        if head.command == "POST" and head.path == reverse("load") and _may_load(head.headers.get("COOKIE", "")):
            self.adj = copy.copy(self.adj)
            # Beside the files there are the parts' own heads.
            self.adj.max_request_body_size = settings.UPLOAD_MOST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class _Channel(HTTPChannel):
    parser_class = _Parser


def let_returns_in(server: Any) -> None:
    """Let the requests of a server be large that may be."""
    server.channel_class = _Channel


def _may_load(cookies: str) -> bool:
    """Whether whoever sends these cookies may load returns. Nobody else fills the disk with what is then refused."""
    if not settings.SIGN_IN:
        return True
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return False
    from django.contrib.auth import get_user
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection

    request = HttpRequest()
    request.session = SessionStore(session_key=key)
    try:
        request.user = get_user(request)
        return can(asker_of(request), "load returns") and has_given_two(request)
    finally:
        connection.close()

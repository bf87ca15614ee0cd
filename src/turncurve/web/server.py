"""The pages on this computer, and on no other."""

import ipaddress
import os
import socket
import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from turncurve.web.answering import today
from turncurve.web.door import Desk, Door, WorkspaceDesk
from turncurve.web.starting import start
from turncurve.web.worker_beside import worker_beside
from turncurve.words.problems import Problem

_THREADS: Final = 6


def serve(
    workspace_folder: Path,
    *,
    port: int,
    ready: Callable[[str], None],
    host: str = "127.0.0.1",
    address: str = "",
    with_worker: bool = True,
) -> None:
    """Serve the pages of a workspace until stopped. `ready` is told, in a sentence, where they are.

    A worker lives beside them, for what is asked for in the background, unless one runs as a service of its own.

    With an `address` people come to it from other computers, through a proxy on this one, and must sign in. Raises
    Problem for a host that other computers could reach, for a folder that is no workspace, for a port in use, where the
    style sheets have not been built, and for an address where nobody could sign in.
    """
    from turncurve.desk.workspace import open_workspace
    from turncurve.web.help.reading import docs_folder

    workspace = open_workspace(workspace_folder)
    refuse_others(host)
    start(workspace.folder, address=address)
    if address:
        somebody_can_sign_in()
    desk = WorkspaceDesk(folder=workspace.folder)
    server = make_server(Door(desk=desk, docs=docs_folder()), host=host, port=port, behind_proxy=bool(address))
    # The first reader should not be the one who waits for ten curves to be judged and drawn.
    threading.Thread(target=_get_ready, args=(desk,), daemon=True).start()
    where = f"{address}, and here at {address_of(server)}" if address else address_of(server)
    ready(f"The pages of {workspace.council.name} are at {where} . To stop, press Control and C.")
    with worker_beside(workspace.folder) if with_worker else nullcontext():
        try:
            server.run()
        finally:
            server.close()


def somebody_can_sign_in() -> None:
    """Raise Problem where there is no administrator, who could open accounts for the others."""
    from turncurve.desk.accounts import ADMINISTRATOR, every_account
    from turncurve.desk.asker import LOCAL_USER

    if not any(one.is_open and ADMINISTRATOR in one.roles for one in every_account(asker=LOCAL_USER)):
        raise Problem(
            "Nobody could sign in: there is no administrator yet.",
            to_fix="Open the first account with: turncurve user add EMAIL --name NAME --role administrator",
        )


def _get_ready(desk: Desk) -> None:
    """Judge and draw what the scorecard shows, so that it opens at once. Whatever is wrong waits for its reader."""
    with suppress(Problem):
        day = today()
        for curve in desk.scorecard(as_at=day, place="").curves:
            _ = desk.draw_curve(
                as_at=day, measure=curve.measure.id, place="", split="", split_value="", every="", width="small"
            )


def make_server(door: Door, *, host: str, port: int, behind_proxy: bool = False) -> Any:
    """A waitress server that has its port and waits to be run. Port 0 takes any free one. Raises Problem.

    Behind a proxy on this computer, what it says of the browser's own address and of TLS is believed.
    """
    refuse_others(host)
    from django.conf import settings
    from waitress.server import create_server

    from turncurve.web.large_bodies import let_returns_in
    from turncurve.web.wsgi import STATIC, application

    if not all(folder.is_dir() for folder in STATIC):
        raise Problem(
            "The style sheets of the pages have not been built.",
            to_fix="Run `make setup`, or python scripts/build_assets.py.",
        )
    listening = _listening(host, port=port)
    proxy: dict[str, Any] = {"clear_untrusted_proxy_headers": True}
    if behind_proxy:
        said = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
        proxy |= {"trusted_proxy": listening.getsockname()[0], "trusted_proxy_headers": said}
    pages = application(door)
    server = create_server(
        pages,
        sockets=[listening],
        threads=_THREADS,
        ident="",
        # No form is larger but one, and what is larger must not fill the disk.
        max_request_body_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        **proxy,
    )
    let_returns_in(server)
    return server


def _listening(host: str, *, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there, the option would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as taken:
        listening.close()
        raise Problem(
            f"Port {port} on {host} cannot be used ({taken.strerror or 'it may be taken'}).",
            to_fix="Stop what is using it, or choose another with --port.",
        ) from taken
    return listening


def address_of(server: Any) -> str:
    """The address to open, such as http://127.0.0.1:8000/."""
    host = f"[{server.effective_host}]" if ":" in server.effective_host else server.effective_host
    return f"http://{host}:{server.effective_port}/"


def refuse_others(host: str) -> None:
    """Let only this computer's own address through. Raises Problem: what comes from others comes through a proxy."""
    try:
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise Problem(
            f"Turncurve does not open its pages at {host}, where other computers could reach them.",
            to_fix="Use 127.0.0.1. For others put a proxy in front, and give --address, which brings sign-in.",
        )

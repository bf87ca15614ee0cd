"""The pages, really served on this computer for as long as a test needs them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waitress import wasyncore

from turncurve.web.door import Door
from turncurve.web.server import address_of, make_server


@contextmanager
def running_pages(door: Door) -> Iterator[str]:
    """The address at which the door's pages are served, without a slash at its end."""
    server = make_server(door, host="127.0.0.1", port=0)
    address = address_of(server).rstrip("/")
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield address
    finally:
        # Closed by its own thread, which would otherwise wait on what is no longer there.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
    assert not thread.is_alive()

"""Twenty readers open the scorecard once a second each: how long the server takes, and a bare page beside it.

Run: .venv/bin/python benchmarks/scorecard_readers.py [--at WORKSPACE] [--seconds N]
Prints the median and 95th percentile of the whole request in milliseconds, for the scorecard with its ten charts, for
a curve's page, and for the accessibility statement, which asks the desk for nothing: the peer of the same run.
"""

import argparse
import statistics
import threading
import time
import urllib.request
from pathlib import Path

from turncurve.web.door import Door, WorkspaceDesk
from turncurve.web.help.reading import docs_folder
from turncurve.web.server import address_of, make_server

READERS = 20
PAGES = {
    "scorecard": "/",
    "small chart": "/curves/care_rate/chart.svg?width=small",
    "curve page": "/curves/re_referrals/",
    "bare page (peer)": "/accessibility/",
}


def read_every_second(address: str, *, seconds: int, starts_in: float, took: list[float]) -> None:
    """One reader, who opens the page at each full second after a start of their own."""
    began = time.perf_counter() + starts_in
    for second in range(seconds):
        time.sleep(max(0.0, began + second - time.perf_counter()))
        at = time.perf_counter()
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 # our own loopback address
            _ = answer.read()
        took.append(1000 * (time.perf_counter() - at))


def measured(address: str, *, seconds: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds over all readers."""
    took: list[float] = []
    readers = [
        threading.Thread(
            target=read_every_second,
            args=(address,),
            kwargs={"seconds": seconds, "starts_in": number / READERS, "took": took},
        )
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def main() -> None:
    """Serve the workspace, warm it once, and measure each page in turn."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--at", type=Path, default=Path("demo"))
    asked.add_argument("--seconds", type=int, default=15)
    chosen = asked.parse_args()
    server = make_server(Door(desk=WorkspaceDesk(folder=chosen.at), docs=docs_folder()), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    base = address_of(server).rstrip("/")
    for page, path in PAGES.items():
        at = time.perf_counter()
        with urllib.request.urlopen(base + path, timeout=60) as answer:  # noqa: S310 # our own loopback address
            _ = answer.read()
        first = 1000 * (time.perf_counter() - at)
        median, slow = measured(base + path, seconds=chosen.seconds)
        print(f"{page:20} first {first:7.0f} ms   median {median:6.1f} ms   95th percentile {slow:6.1f} ms")


if __name__ == "__main__":
    main()

"""Write an offline wheelhouse: Turncurve, every dependency of each Python asked for, uv, and how to install them.

Which wheels are wanted is worked out for the computer they are for, not the one that makes them: some are for Windows
alone. Afterwards the folder is asked, with no index, whether it holds all that an installation needs.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOW = ROOT / "docs" / "how-to" / "offline-windows.md"
UV = str(ROOT / ".tools" / "bin" / "uv")
PIP = [str(ROOT / ".tools" / "bin" / "python"), "-m", "pip"]
PYTHONS = ("3.11", "3.12", "3.13")
# What uv and pip each call a platform.
PLATFORMS = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "mac": ("aarch64-apple-darwin", ("macosx_11_0_arm64", "macosx_12_0_arm64", "macosx_13_0_arm64")),
    "linux": ("x86_64-manylinux_2_28", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")),
}


def said_by(command: list[str], *, given: str = "") -> str:
    """What a command wrote; its own words and an end to everything where it failed."""
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def wanted(requirements: str, *, platform: str, python: str) -> list[str]:
    """The pinned requirements of one platform and Python, those for other computers left out."""
    kept = said_by(
        [UV, "pip", "compile", "-", "--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:",
         "--python-platform", PLATFORMS[platform][0], "--python-version", python],
        given=requirements,
    )  # fmt: skip
    return kept.split()


def fetch(pinned: list[str], *, platform: str, python: str, into: Path) -> None:
    """Download the wheels."""
    named = [part for one in PLATFORMS[platform][1] for part in ("--platform", one)]
    _ = said_by(
        [*PIP, "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
         "--dest", str(into), "--python-version", python, *named, *pinned]
    )  # fmt: skip


def whole(folder: Path, *, platform: str, python: str) -> int:
    """How many wheels an installation takes from the folder alone; an end to everything where one is missing."""
    kept = said_by(
        [UV, "pip", "compile", "-", "--quiet", "--no-header", "--no-annotate", "--no-index", "--find-links",
         str(folder), "--only-binary", ":all:", "--python-platform", PLATFORMS[platform][0],
         "--python-version", python],
        given="turncurve\nuv\n",
    )  # fmt: skip
    return len(kept.split())


def main() -> int:
    asked = argparse.ArgumentParser(description="Write an offline wheelhouse.")
    _ = asked.add_argument("--for", dest="platform", choices=PLATFORMS, default="windows")
    _ = asked.add_argument("--python", nargs="+", choices=PYTHONS, default=PYTHONS)
    _ = asked.add_argument("--into", type=Path, default=ROOT / "wheelhouse")
    given = asked.parse_args()
    fresh = given.into.with_name(given.into.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    _ = said_by([UV, "build", "--quiet", "--wheel", "--out-dir", str(fresh)])
    exported = said_by([UV, "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"])
    found = re.search(r"\d+(?:\.\d+)+", said_by([UV, "--version"]))
    if found is None:
        raise SystemExit("uv does not say its version.")
    for python in given.python:
        pinned = wanted(f"{exported}\nuv=={found[0]}\n", platform=given.platform, python=python)
        fetch(pinned, platform=given.platform, python=python, into=fresh)
        print(f"Python {python}: {whole(fresh, platform=given.platform, python=python)} wheels, none missing")
    _ = shutil.copyfile(HOW, fresh / "how to install.txt")
    shutil.rmtree(given.into, ignore_errors=True)
    _ = fresh.rename(given.into)
    size = sum(file.stat().st_size for file in given.into.iterdir()) / 1e6
    print(f"{given.into.name} holds {len(list(given.into.glob('*.whl')))} wheels for {given.platform}, {size:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

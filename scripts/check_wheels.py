"""Check that every runtime dependency has wheels for Windows and macOS on Python 3.11 to 3.13."""

import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

PLATFORMS = ("x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin")
VERSIONS = ("3.11", "3.12", "3.13")
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    uv = str(ROOT / ".tools" / "bin" / "uv")
    exported = subprocess.run(
        [uv, "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        _ = wanted.write_text(exported, encoding="utf-8")
        for platform, version in product(PLATFORMS, VERSIONS):
            tried = subprocess.run(
                [
                    uv,
                    "pip",
                    "compile",
                    str(wanted),
                    "--quiet",
                    "--python-platform",
                    platform,
                    "--python-version",
                    version,
                    "--only-binary",
                    ":all:",
                    "--no-header",
                ],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            print(f"{platform} {version}: {'every wheel found' if tried.returncode == 0 else 'MISSING'}")
            if tried.returncode:
                print(tried.stderr, file=sys.stderr)
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

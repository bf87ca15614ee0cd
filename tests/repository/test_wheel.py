"""A wheel carries all that an installed Turncurve needs."""

import subprocess
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "src" / "turncurve"


@pytest.mark.long
def test_a_wheel_holds_the_browser_parts_the_manual_and_every_definition(tmp_path):
    uv = CHECKOUT / ".tools" / "bin" / "uv"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", tmp_path], cwd=CHECKOUT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = [file for folder in ("definitions", "web") for file in (PACKAGE / folder).rglob("*")
              if file.is_file() and not {"__pycache__", "node_modules", "assets"} & set(file.parts)]  # fmt: skip
    assert [file for file in wanted if f"turncurve/{file.relative_to(PACKAGE).as_posix()}" not in held] == []
    for part in ("static/govuk-frontend.css", "docs/index.md", "docs/tutorial.md", "docs/screenshots/scorecard.png"):
        assert f"turncurve/web/built/{part}" in held
    assert [name for name in held if "node_modules" in name or name.startswith("tests/")] == []
    assert [name for name in held if name.endswith("licenses/LICENSE")]

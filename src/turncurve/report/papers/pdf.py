"""A board paper as a tagged, accessible PDF (PDF/UA-1), set by Typst from data alone."""

import json
import tempfile
from importlib import resources
from pathlib import Path

import typst

from turncurve.report.papers.paper import RECOMMENDATION, TABLE_HEADINGS, Paper


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA-1: real headings, a tagged table, and words for every picture."""
    template = (resources.files("turncurve.definitions") / "papers" / "board_paper.typ").read_text(encoding="utf-8")
    said = {
        "title": paper.title,
        "council": paper.council,
        "invented": paper.invented,
        "as_at": paper.as_at,
        "summary": paper.summary,
        "chance": paper.chance,
        "recommendation": RECOMMENDATION,
        "headings": list(TABLE_HEADINGS),
        "table": [list(row) for row in paper.table],
        "questions": list(paper.questions),
        "marking": paper.marking,
        "sections": [
            {
                "title": section.title,
                "sentence": section.sentence,
                "moved": section.moved,
                "why": section.why,
                "balance": list(section.balance),
                "picture": f"curve{number}.png",
                "picture_says": section.picture_says,
                "know": [list(pair) for pair in section.know],
            }
            for number, section in enumerate(paper.sections)
        ],
    }
    # Typst reads what it sets from a folder of its own, which goes when it is done.
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _ = (root / "paper.typ").write_text(template, encoding="utf-8")
        _ = (root / "paper.json").write_text(json.dumps(said), encoding="utf-8")
        for number, section in enumerate(paper.sections):
            _ = (root / f"curve{number}.png").write_bytes(section.picture)
        return typst.compile(root / "paper.typ", pdf_standards=["ua-1"])

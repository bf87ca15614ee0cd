"""A board paper in Word."""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from turncurve.report.papers.paper import RECOMMENDATION, TABLE_HEADINGS, Paper, Section


def docx(paper: Paper) -> bytes:
    """The paper as a .docx: real headings, a table whose heading row repeats, a description on every picture."""
    document = Document()
    _style(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, paper.council, "en-GB"
    if paper.invented:
        _ = document.add_paragraph("Everything in this paper is invented.", style="Intense Quote")
    _ = document.add_heading(paper.title, level=0)
    _ = document.add_paragraph(f"{paper.council}. As at {paper.as_at}.")
    _ = document.add_heading("Summary", level=1)
    _ = document.add_paragraph(paper.summary)
    _ = document.add_paragraph(paper.chance)
    _ = document.add_heading("Recommendation", level=1)
    _ = document.add_paragraph(RECOMMENDATION)
    _ = document.add_heading("The curves at a glance", level=1)
    _table(document, paper)
    _ = document.add_paragraph(paper.marking)
    for section in paper.sections:
        _section(document, section)
    _ = document.add_heading("Questions to ask", level=1)
    for question in paper.questions:
        _ = document.add_paragraph(question, style="List Bullet")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _style(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)  # pyright: ignore[reportAttributeAccessIssue] # a paragraph style has a font
    run = normal.element.get_or_add_rPr()  # pyright: ignore[reportAttributeAccessIssue] # a style's element has one
    run.append(run.makeelement(qn("w:lang"), {qn("w:val"): "en-GB"}))
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)


def _table(document: WordDocument, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=len(TABLE_HEADINGS), style="Light Grid Accent 1")
    for cell, heading in zip(table.rows[0].cells, TABLE_HEADINGS, strict=True):
        cell.text = heading
    row_properties = table.rows[0]._tr.get_or_add_trPr()  # pyright: ignore[reportPrivateUsage] # python-docx has no way of its own to repeat a heading row
    row_properties.append(row_properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in paper.table:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said


def _section(document: WordDocument, section: Section) -> None:
    _ = document.add_heading(section.title, level=1)
    _ = document.add_paragraph(section.sentence)
    picture = document.add_picture(io.BytesIO(section.picture), width=Cm(16.5))
    picture._inline.docPr.set("descr", section.picture_says)  # pyright: ignore[reportPrivateUsage] # nor to describe a picture
    _ = document.add_paragraph(section.moved)
    if section.why:
        _ = document.add_paragraph(section.why)
    if section.balance:
        _ = document.add_heading("Safety balance", level=2)
        for said in section.balance:
            _ = document.add_paragraph(said, style="List Bullet")
    _ = document.add_heading("How we know", level=2)
    for heading, said in section.know:
        _ = document.add_paragraph(f"{heading}: {said}")

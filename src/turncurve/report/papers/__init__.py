"""Board papers, as Word and as tagged PDF, made only of Publishable numbers."""

from turncurve.report.papers.paper import Paper, board_paper
from turncurve.report.papers.pdf import pdf
from turncurve.report.papers.word import docx

__all__ = ["Paper", "board_paper", "docx", "pdf"]

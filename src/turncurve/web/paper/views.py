"""`/paper.docx` and `/paper.pdf`: the scorecard as a board paper."""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, hand_over, today
from turncurve.web.door import PaperForm, door_of


@answered
def paper(request: HttpRequest, form: PaperForm) -> HttpResponse:
    """The paper, under the board's disclosure policy."""
    return hand_over(door_of(request).desk.board_paper(as_at=today(), form=form))

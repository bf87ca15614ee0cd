"""`/curves/<measure>/download`: a curve as a file, through the disclosure gate."""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, hand_over, today
from turncurve.web.curve.views import asked_in
from turncurve.web.door import CurveForm, door_of
from turncurve.words.problems import Problem

_FORMS: dict[str, CurveForm] = {"csv": "csv", "svg": "svg", "png": "png"}


@answered
def download_curve(request: HttpRequest, measure: str) -> HttpResponse:
    """The file in `?form=`, under the policy in `?policy=`: the board's where none is named."""
    said = request.GET.get("form", "csv")
    if said not in _FORMS:
        raise Problem(f"A curve cannot be written as '{said}'.", to_fix=f"Use one of: {', '.join(_FORMS)}.")
    asked = asked_in(request, measure)
    exported = door_of(request).desk.export_curve(
        as_at=today(),
        measure=measure,
        place=asked.place,
        split=asked.split,
        every=asked.every,
        form=_FORMS[said],
        policy=request.GET.get("policy", "board"),
    )
    return hand_over(exported)

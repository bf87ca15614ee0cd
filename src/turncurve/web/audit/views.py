"""The audit searched."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse

from turncurve.desk.answers import Council
from turncurve.desk.audited import AuditFound, search_audit
from turncurve.web.answering import answered, show
from turncurve.web.door import door_of
from turncurve.web.sign_in.who import asker_of
from turncurve.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Everything `audit.html` may use."""

    council: Council
    answer: AuditFound
    who: str
    did: str
    about: str
    first: str
    last: str
    title: str = "Audit"
    here: str = "audit"


@answered
def audit(request: HttpRequest) -> HttpResponse:
    """The newest entries that match what is asked."""
    said = {name: request.GET.get(name, "").strip()[:200] for name in ("who", "did", "about", "first", "last")}
    answer = search_audit(
        asker=asker_of(request),
        now=datetime.now(tz=UTC).astimezone(),
        who=said["who"],
        did=said["did"],
        about=said["about"],
        first=_day(said["first"]),
        last=_day(said["last"]),
    )
    page = AuditPage(council=door_of(request).desk.council(), answer=answer, **said)
    return show(request, "audit/audit.html", page=page)


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Problem(f"'{said}' is not a date.", to_fix="Write the day as YYYY-MM-DD.") from None

"""What the template of notifications may use."""

from dataclasses import dataclass
from datetime import datetime

from turncurve.desk.answers import Council
from turncurve.desk.notifying import EverythingTold
from turncurve.web.links import page_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One notification. `link` is "" where it leads nowhere."""

    says: str
    link: str
    at: datetime
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationsPage:
    """Everything `notifications.html` may use, and nothing else. `until` is the moment of the newest shown."""

    council: Council
    lines: tuple[Line, ...]
    unseen: int
    until: str
    kept_days: int
    title: str = "Notifications"
    here: str = "notifications"


def notifications_page(answer: EverythingTold, *, council: Council, kept_days: int) -> NotificationsPage:
    """The page of an answer."""
    return NotificationsPage(
        council=council,
        lines=tuple(
            Line(says=one.says, link=page_link(one.link) if one.link else "", at=one.at, seen=one.seen)
            for one in answer.told
        ),
        unseen=answer.unseen,
        until=answer.told[0].at.isoformat() if answer.told else "",
        kept_days=kept_days,
    )

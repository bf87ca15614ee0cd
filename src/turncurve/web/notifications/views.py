"""`/notifications/`: what have others done that I should know of?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from turncurve.web.answering import changing, now, show
from turncurve.web.door import door_of
from turncurve.web.notifications.pages import notifications_page


@require_http_methods(["GET", "HEAD", "POST"])
@changing
def notifications(request: HttpRequest) -> HttpResponse:
    """One's own notifications, the newest first; once they are marked seen, the same page."""
    desk = door_of(request).desk
    if request.method == "POST":
        desk.mark_notifications_seen(now=now(), until=request.POST.get("until", ""))
        return redirect("notifications")
    page = notifications_page(desk.notifications(), council=desk.council(), kept_days=settings.NOTIFICATIONS_KEPT_DAYS)
    return show(request, "notifications/notifications.html", page=page)

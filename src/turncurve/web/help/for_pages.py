"""Which page of the manual belongs to which page here."""

from typing import Final

from django.http import HttpRequest
from django.urls import reverse

_ACCOUNT: Final = "how-to/your-account"
# A page's name, and the page of the manual with, after #, its section.
HELP_FOR: Final = {
    "scorecard": "tutorial",
    "curves_list": "reference/measures",
    "curve": "explanation/verdicts",
    "note": "how-to/find-and-follow#write-beside-a-curve",
    "checks": "explanation/checks",
    "download": "how-to/export-a-curve",
    "download_checks": "how-to/set-aside",
    "download_with_children": "how-to/set-aside",
    "paper_docx": "how-to/board-paper",
    "paper_pdf": "how-to/board-paper",
    "load": "how-to/returns#load-from-the-page",
    "jobs": "how-to/returns#load-from-the-page",
    "job": "how-to/returns#load-from-the-page",
    "search": "how-to/find-and-follow#search",
    "notifications": "how-to/find-and-follow#notifications",
    "accounts": "how-to/council-server#7-load-returns-open-accounts",
    "new_account": "reference/permissions",
    "account": "reference/permissions",
    "close_account": "how-to/council-server#7-load-returns-open-accounts",
    "erase_account": "how-to/keep-and-erase#a-person-s-account",
    "reopen_account": "how-to/council-server#7-load-returns-open-accounts",
    "audit": "how-to/council-server#what-to-watch",
    "about": "explanation/disclosure",
    "your_account": _ACCOUNT,
    "account_change_password": f"{_ACCOUNT}#change-your-password",
    "account_reauthenticate": f"{_ACCOUNT}#change-your-password",
    "mfa_index": f"{_ACCOUNT}#the-second-factor",
    "mfa_reauthenticate": f"{_ACCOUNT}#the-second-factor",
    "mfa_activate_totp": f"{_ACCOUNT}#the-second-factor",
    "mfa_deactivate_totp": f"{_ACCOUNT}#the-second-factor",
    "mfa_view_recovery_codes": f"{_ACCOUNT}#recovery-codes",
    "mfa_generate_recovery_codes": f"{_ACCOUNT}#recovery-codes",
    "usersessions_list": f"{_ACCOUNT}#where-you-are-signed-in",
}


def help_for(request: HttpRequest, *, signed_in: bool) -> str:
    """The address of the help for the page a request asks for; "" where there is none, or it would not open."""
    found = request.resolver_match
    page, mark, part = HELP_FOR.get(found.url_name or "" if found else "", "").partition("#")
    return f"{reverse('help_page', args=[page])}{mark}{part}" if page and signed_in else ""

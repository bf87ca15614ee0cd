"""Accounts asked for and changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from turncurve.desk.accounts import (
    account_to_open,
    change_account,
    close_account,
    every_account,
    one_account,
    open_account,
    reopen_account,
)
from turncurve.desk.asker import ROLES, WHO_MAY, NotAllowed, can
from turncurve.desk.erasing import erase_account
from turncurve.web.accounts.pages import AccountPage, AccountsPage, OwnPage, RoleChoice
from turncurve.web.answering import answered, changing, now, show
from turncurve.web.door import door_of
from turncurve.web.sign_in.who import asker_of
from turncurve.words.problems import Problem

_FIRST: Final = {"scorecard": "see protected curves", "accounts": "see accounts", "audit": "search the audit"}


@answered
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account."""
    asker = asker_of(request)
    page = AccountsPage(
        council=door_of(request).desk.council(),
        accounts=every_account(asker=asker),
        may_change=can(asker, "change accounts"),
    )
    return show(request, "accounts/accounts.html", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@changing
def account(request: HttpRequest, key: str = "") -> HttpResponse:
    """One account to open or to change: the form, or what came of it."""
    asker = asker_of(request)
    if request.method != "POST":
        return show(request, "accounts/account.html", page=_kept(request, key))
    said = request.POST
    chosen: dict[str, Any] = {
        "roles": said.getlist("role"),
        "team": said.get("team", ""),
        "localities": _listed(said.get("localities", "")),
    }
    at = now()
    try:
        if key:
            _ = change_account(key, asker=asker, now=at, **chosen)
        else:
            password = said.get("password") or None
            _ = open_account(
                asker=asker,
                now=at,
                email=said.get("email", ""),
                name=said.get("name", ""),
                password=password,
                **chosen,
            )
    except NotAllowed:
        raise
    except Problem as problem:
        return show(request, "accounts/account.html", page=_typed(request, key, problem), status=400)
    return redirect("accounts")


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _kept(request: HttpRequest, key: str) -> AccountPage:
    council = door_of(request).desk.council()
    asker = asker_of(request)
    one = one_account(key, asker=asker) if key else account_to_open(asker=asker)
    return AccountPage(
        council=council,
        key=one.key,
        name=one.name,
        email=one.email,
        team=one.team,
        localities=", ".join(one.localities),
        roles=_choices(one.roles),
        is_open=one.is_open,
        title=f"Change the account of {one.name}" if key else "Open an account",
    )


def _typed(request: HttpRequest, key: str, problem: Problem) -> AccountPage:
    """The form as it was sent, so that nothing typed is lost, and what is wrong with it."""
    said = request.POST
    kept = _kept(request, key)
    return AccountPage(
        council=kept.council,
        key=key,
        name=kept.name or said.get("name", ""),
        email=kept.email or said.get("email", ""),
        team=said.get("team", ""),
        localities=said.get("localities", ""),
        roles=_choices(said.getlist("role")),
        is_open=kept.is_open,
        wrong=problem.what,
        to_fix=problem.to_fix,
        title=kept.title,
    )


def _choices(chosen: Any) -> tuple[RoleChoice, ...]:
    may: Mapping[str, str] = {
        role: ", ".join(question for question, who in WHO_MAY.items() if role in who) for role in ROLES
    }
    return tuple(RoleChoice(role=role, may=may[role], chosen=role in chosen) for role in ROLES)


def _done(change: Callable[..., object]) -> Callable[..., HttpResponse]:
    @require_POST
    @changing
    def view(request: HttpRequest, key: str) -> HttpResponse:
        _ = change(key, asker=asker_of(request), now=now())
        return redirect("accounts")

    return view


close = _done(close_account)
reopen = _done(reopen_account)


@require_POST
@changing
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """An account is erased; where it is not, its page with what is wrong."""
    try:
        erase_account(key, asker=asker_of(request), now=now(), why=request.POST.get("why", ""))
    except NotAllowed:
        raise
    except Problem as problem:
        page = replace(
            _kept(request, key), why=request.POST.get("why", ""), not_erased=problem.what, to_fix=problem.to_fix
        )
        return show(request, "accounts/account.html", page=page, status=400)
    return redirect("accounts")


@answered
def home(request: HttpRequest) -> HttpResponse:
    """The first page the asker may open: where they come to when they sign in."""
    asker = asker_of(request)
    return redirect(next((page for page, question in _FIRST.items() if can(asker, question)), "your_account"))


@answered
def own(request: HttpRequest) -> HttpResponse:
    """The account of the person who looks."""
    account = cast("Any", request.user)
    if not account.is_authenticated:
        raise Http404
    asker = asker_of(request)
    page = OwnPage(
        council=door_of(request).desk.council(),
        name=account.name,
        email=account.email,
        roles=tuple(role for role in ROLES if role in asker.roles),
        localities=tuple(sorted(asker.localities)),
    )
    return show(request, "accounts/own.html", page=page)

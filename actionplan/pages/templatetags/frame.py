"""What the frame of every page says beside the page, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.templatetags.repeated import joined
from actionplan.pages.context import Frame

register = template.Library()

SEARCH = """\
<form class="site-search" action="{url}" method="get" role="search">
<label class="unseen" for="site-search">{words}</label>
<input id="site-search" type="search" name="q" placeholder="{words}" autocomplete="off">
</form>
"""
LANGUAGE = """\
<form class="inline" action="{url}" method="post">
{token}
<input type="hidden" name="next" value="{next_path}">
<input type="hidden" name="language" value="{language}">
<button class="link" type="submit" lang="{language}">{name}</button>
</form>
"""
USER = """\
<details class="user-menu">
<summary>{user}</summary>
<div>
<ul class="roles">
{roles}
</ul>
<ul>
{links}
<li>
<form class="inline" action="{sign_out}" method="post">
{token}
<button class="link" type="submit">{sign_out_words}</button>
</form>
</li>
</ul>
</div>
</details>
"""
HIDDEN = '<input type="hidden" name="{}" value="{}">'
ROLE = "<li>{}</li>"
LINK = '<li><a href="{url}"{current}>{label}</a></li>'
CURRENT = ' aria-current="page"'
"""Whatever is put into these is escaped before."""


@register.simple_tag
@lru_cache
def file_address(name: str) -> str:
    """As `{% static %}`, asked once a process: what a file is called changes with a new version of the portal alone."""
    return static(name)


@register.simple_tag(takes_context=True)
def site_tools(context: Context) -> SafeString:
    """The search field, the switch to the other language, who is signed in: as far as the frame has them."""
    portal, token = context.get("portal"), _token(context)
    if not portal:
        return SafeString("")
    tools = []
    if portal.user_label and portal.actions_url:
        words = escape(_("Search the actions"))
        tools.append(SEARCH.format(url=escape(portal.actions_url), words=words))
    if portal.other_language:
        tools.append(_language(portal, token))
    if portal.user_label:
        tools.append(_user(portal, token))
    return joined(tools)


def _token(context: Context) -> str:
    """As `{% csrf_token %}`; nothing where there is no request."""
    token = str(context.get("csrf_token") or "")
    if not token or token == "NOTPROVIDED":  # noqa: S105 (Django's word)
        return ""
    return HIDDEN.format("csrfmiddlewaretoken", escape(token))


def _language(portal: Frame, token: str) -> str:
    return LANGUAGE.format(
        url=escape(reverse("set_language")),
        token=token,
        next_path=escape(portal.next_path),
        language=escape(portal.other_language),
        name=escape(portal.other_language_name),
    )


def _user(portal: Frame, token: str) -> str:
    """Who is signed in, and what concerns that person."""
    roles = portal.role_labels or [_("No role yet")]
    return USER.format(
        user=escape(portal.user_label),
        roles="\n".join([ROLE.format(escape(role)) for role in roles]),
        links="\n".join([_link(reverse(page), label) for page, label in _pages(portal)]),
        sign_out=escape(reverse("account_logout")),
        token=token,
        sign_out_words=escape(_("Sign out")),
    )


def _pages(portal: Frame) -> Iterator[tuple[str, str]]:
    yield "account_change_password", _("Change password")
    if portal.role_labels:
        yield "calendar", _("Calendar of due dates")
    if portal.is_administrator:
        yield "failed-mail", _("Failed mail")
        yield "admin:index", _("Administration")


@register.simple_tag
def site_navigation(items: Any) -> SafeString:
    """The entries of the navigation, each with `url`, `label` and `current`."""
    return joined(["\n".join([_link(item.url, item.label, is_current=item.current) for item in items])])


def _link(url: str, label: str, *, is_current: bool = False) -> str:
    return LINK.format(url=escape(url), current=CURRENT if is_current else "", label=escape(label))

"""Messages in a cookie with the prefix of the portal's others; one that is too long for it is kept in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class PrefixedCookieStorage(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class PortalMessages(FallbackStorage):
    storage_classes = (PrefixedCookieStorage, SessionStorage)

"""How the portal uses the second factors of django-allauth."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right, or it was used already. Take the next one.")
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return _host()

    def build_totp_svg(self, url: str) -> str:
        """On a white ground, to stand in the page: the policy blocks an image made of data. The secret stands
        beside it in letters.
        """
        drawing = qrcode.make(url, image_factory=SvgPathFillImage)
        drawing.get_image().set("aria-hidden", "true")
        return drawing.to_string(encoding="unicode")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Key %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Keys are made for the portal's own address, never for the host that a request names."""
        return {"id": _host(), "name": _host()}


def _keys() -> MultiFernet:
    """The first key encrypts, every key decrypts."""
    return MultiFernet([Fernet(key) for key in settings.MFA_KEYS])


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""

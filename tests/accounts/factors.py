"""Second factors of people in tests, and the codes that their app would show (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from tests.factories import PASSWORD

PERIOD = 30
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: User, secret: str = SECRET) -> Authenticator:
    encrypted = get_adapter().encrypt(secret)
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypted})


def give_recovery_codes(user: User) -> Authenticator:
    data = {"seed": get_adapter().encrypt("sample"), "used_mask": 0}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)


def confirmed(client: Client) -> Client:
    """Somebody signed in who has just confirmed that it is them, by their password."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def asked_for_code(user: User) -> Client:
    """A browser that gave the password of somebody with an app."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def code_of(secret: str = SECRET, *, periods: int = 0) -> str:
    """The code of now, or of so many periods later. It holds for some seconds more."""
    if time.time() % PERIOD > PERIOD - 5:
        time.sleep(5)
    counter = struct.pack(">Q", int(time.time()) // PERIOD + periods)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"

"""Users and memberships, invitations, confirmations, accounts at the provider, second factors lost, sign-in records."""

from .factor_resets import FactorReset
from .identities import Identity
from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent

__all__ = [
    "FactorReset",
    "Identity",
    "Invitation",
    "ListConfirmation",
    "Membership",
    "SignInEvent",
    "User",
]

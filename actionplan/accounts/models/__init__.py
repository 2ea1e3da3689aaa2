"""Users and memberships, invitations, confirmations, accounts at the provider, sign-ins, keys of systems."""

from .identities import Identity
from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent
from .system_keys import PlanOfSystemKey, SystemKey

__all__ = [
    "Identity",
    "Invitation",
    "ListConfirmation",
    "Membership",
    "PlanOfSystemKey",
    "SignInEvent",
    "SystemKey",
    "User",
]

"""Users, memberships, invitations, confirmations of lists of people, sign-in records and keys of systems."""

from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent
from .system_keys import PlanOfSystemKey, SystemKey

__all__ = [
    "Invitation",
    "ListConfirmation",
    "Membership",
    "PlanOfSystemKey",
    "SignInEvent",
    "SystemKey",
    "User",
]

"""Users, memberships, invitations, confirmations of lists of people, accounts at the provider, sign-in records."""

from .identities import Identity
from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent

__all__ = ["Identity", "Invitation", "ListConfirmation", "Membership", "SignInEvent", "User"]

"""Users, memberships, invitations, confirmations of lists of people, and sign-in records."""

from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent

__all__ = ["Invitation", "ListConfirmation", "Membership", "SignInEvent", "User"]

"""Users, their memberships, invitations to become one, confirmations of the lists of people, and records of signing in."""

from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent

__all__ = ["Invitation", "ListConfirmation", "Membership", "SignInEvent", "User"]

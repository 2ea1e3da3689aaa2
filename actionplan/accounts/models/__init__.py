"""Users, their memberships, invitations to become one, and confirmations that the lists of people are right."""

from .invitations import Invitation, ListConfirmation
from .people import Membership, User

__all__ = ["Invitation", "ListConfirmation", "Membership", "User"]

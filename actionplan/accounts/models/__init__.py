"""Users, memberships, invitations, confirmations of lists of people, resets of second factors, and sign-in records."""

from .factor_resets import FactorReset
from .invitations import Invitation, ListConfirmation
from .people import Membership, User
from .sign_ins import SignInEvent

__all__ = ["FactorReset", "Invitation", "ListConfirmation", "Membership", "SignInEvent", "User"]

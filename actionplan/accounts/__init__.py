"""Users, their memberships and the rights their roles give."""

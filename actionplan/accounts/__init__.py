"""Users, their memberships and what their roles allow."""

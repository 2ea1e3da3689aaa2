"""Every part of the interface in every state, for who draws pages."""

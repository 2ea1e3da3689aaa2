"""The read interface for other systems: facts of the picture as JSON, with a key instead of a session (docs/api.md)."""

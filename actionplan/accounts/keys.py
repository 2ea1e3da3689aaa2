"""Secret keys of links in mails. Only hashes are stored: nobody can rebuild a link from the database."""

import hashlib
import secrets


def new_key() -> str:
    """256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """A key is random and long: one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()

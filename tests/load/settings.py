"""The settings of the bench, at the address that the generator asks."""

from tests.bench.settings import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1"]

"""The bodies and the small plan are made once for all tests of this folder."""

from tests.staged import *  # noqa: F403

"""The exceptions with which an operation refuses, each with a sentence for the user."""

from typing import Any


class Refused(Exception):
    """The operation is not allowed now; the message tells the user why. Nothing was written."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing after it was read; their change stands."""

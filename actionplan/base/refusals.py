"""How an operation says no: with a sentence for the person who asked."""

from typing import Any


class Refused(Exception):
    """The operation may not happen now; the message says why, in words for the reader. Nothing was written."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing after it was read; what they wrote stands."""

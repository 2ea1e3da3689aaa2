"""Actions that are no longer in the plan, as pages name them beside counts (`templates/ui/left.html`)."""

from __future__ import annotations

from dataclasses import dataclass

from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import left_in_words, milestone_left_in_words


@dataclass(frozen=True)
class LeftAction:
    """An action that is no longer in the plan, in words, and its address."""

    action: ActionPicture
    url: str

    @property
    def words(self) -> str:
        return left_in_words(self.action)

    @property
    def milestones(self) -> list[str]:
        return [milestone_left_in_words(milestone) for milestone in self.action.milestones]

"""How addresses name things: a plan by its years, an action by its code."""


class PlanCode:
    """`2020-2024`, or `2020-2024-synthetic`."""

    regex = r"[0-9]{4}-[0-9]{4}(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActionCode(PlanCode):
    """`3.12`."""

    regex = r"[1-9][0-9]*\.[1-9][0-9]*"


class RoundCode(PlanCode):
    """`2022-12`."""

    regex = r"[0-9]{4}-[0-9]{2}"

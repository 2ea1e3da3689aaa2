"""Codes of actions, ordered by number and not as text: `3.12` comes after `3.2`."""

ORDER_STEP = 100_000


def numbers_of(code: str) -> tuple[int, int]:
    """The number of the objective and that of the action in it. Raises ValueError for an invalid code."""
    objective, number = code.split(".")
    return int(objective), int(number)


def order_of(code: str) -> int:
    """A number that sorts actions in the order of the printed plan."""
    objective, number = numbers_of(code)
    return objective * ORDER_STEP + number

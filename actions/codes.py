"""Codes of actions: `3.12` stands after `3.2`, by number and not by text."""

ORDER_STEP = 100_000


def numbers_of(code: str) -> tuple[int, int]:
    """The objective's number and the action's number within it. Raises ValueError on anything else."""
    objective, number = code.split(".")
    return int(objective), int(number)


def order_of(code: str) -> int:
    """One number that sorts actions as the plan prints them."""
    objective, number = numbers_of(code)
    return objective * ORDER_STEP + number

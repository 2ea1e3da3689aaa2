"""Python's collector of garbage, set for a process that has loaded everything and answers requests from then on."""

import gc

ALLOCATIONS_BEFORE = 200_000
"""How many more objects than were given up are made before it looks; a page about thousands of actions makes as many."""


def settle() -> None:
    """What is loaded stays for good and is not looked through again; what a request makes is looked at less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BEFORE, 20, 20)

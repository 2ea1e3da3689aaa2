"""The demo story: what demo users of every organisation could have reported from 2021 to 12 June 2023, and what they do next.

`story/` has it as data in English and in Dutch, which `reading` reads in one of them; `days` has the instants, and `telling`
carries everything out through the real operations. Then the clock of the demo runs on (`base/clock.py`).
"""

"""The demo story: what demo users of every organisation could have reported over 2021 and 2022.

It is told through the real operations, up to 20 January 2023. `script` says what is reported, `saying` in which
words a script speaks, `days` on which instants, `telling` carries it out.
"""

"""The demo story: what demo users of every organisation could have reported in 2021 and 2022.

It is told through the real operations, up to 20 January 2023. `script` has the reports, `saying` the vocabulary of scripts,
`days` the instants, and `telling` carries them out.
"""

"""How fast the pages are, beside pages that everybody knows: `./dev bench`.

It makes invented plans of 50 and of 5,000 actions with ten closed rounds, on each engine, keeps them for the next time, and
tells for each page the median time and the number of queries beside Django admin's own change list of the same actions.
"""

"""How fast the pages are, beside a page that everybody knows: `./dev bench`.

It makes invented plans of 50, 500 and 5,000 actions with closed rounds, on each engine, and keeps them for the next time. Each
page is opened with the picture kept and first after a write, beside Django admin's own change list of the same actions.
"""

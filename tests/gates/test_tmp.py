from tests.gates.test_every_page import *
from tests.gates.test_every_page import faults_of as f, pages as all_pages
for name in [n for n in list(globals()) if n.startswith("test_")]:
    del globals()[name]
def test_search_pages(world, clients, in_pseudo):
    known = pseudo.data_strings()
    for page in all_pages(world):
        if page.name.startswith("search"):
            r = clients[page.person].get(page.url, headers=IN_PSEUDO)
            assert f(r, known) == [], page

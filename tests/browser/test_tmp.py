from tests.browser.test_every_page import *
from tests.browser.test_every_page import pages as all_pages
for name in [n for n in list(globals()) if n.startswith("test_")]:
    del globals()[name]
def test_search_pages(world, clients, screen):
    found = []
    for page in all_pages(world):
        if page.name.startswith("search"):
            shown = screen.show(asked(clients, page, "nl"))
            found += list(faults_by_light(shown))
            found += list(faults_in_the_dark(screen.show(asked(clients, page, "en"))))
            print("Y", page.name, shown.evaluate("(document.querySelector('.row-list li')||document.body).getBoundingClientRect().y"))
    assert found == []

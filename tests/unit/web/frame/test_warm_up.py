"""Things made ready before the first person asks."""

import places
from pyramid_jinja2 import IJinja2Environment

from unisms.web.frame import jinja


def test_every_template_is_compiled_before_the_first_page_is_asked_for(house):
    environment = house.registry.getUtility(IJinja2Environment, name=".jinja2")
    environment.cache.clear()
    jinja.warm_up(house.registry)
    ready = {name for _, name in environment.cache}
    assert {name.rpartition("/")[2] for name in ready} == {file.name for file in places.templates()}
    for page in ("", "brokers/", "roles/guichet-bu/", "people/new", "nowhere"):
        house.person("admin").get(f"/institutions/paris1/{page}", status="*")
    assert {
        name for _, name in environment.cache
    } == ready  # nothing is compiled a second time for who includes it

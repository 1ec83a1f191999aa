"""What is made ready before the first person asks."""

from pyramid_jinja2 import IJinja2Environment

from unisms import web


def test_every_template_is_compiled_before_the_first_page_is_asked_for(house):
    environment = house.registry.getUtility(IJinja2Environment, name=".jinja2")
    environment.cache.clear()
    web.warm_up(house.registry)
    ready = {key[1] for key in environment.cache}
    assert {"home.jinja2", "broker_settings.jinja2", "macros.jinja2"} <= {name.rpartition("/")[2] for name in ready}
    assert len(ready) > 60

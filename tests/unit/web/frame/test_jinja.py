"""Templates are found before anybody asks for a page."""

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError


def blank(request):
    """Nothing."""


@pytest.fixture
def config():
    config = Configurator(package="unisms.web.door")
    config.include("unisms.seams")
    config.include("unisms.web.frame.jinja")
    config.add_jinja2_search_path("unisms.web.frame:templates")
    return config


@pytest.mark.parametrize(
    "template", ["layout.jinja2", "unisms.web.frame:templates/layout.jinja2", "json"]
)
def test_a_template_that_is_there_is_found(config, template):
    config.add_view(blank, renderer=template)
    config.commit()


def test_a_template_of_the_views_own_package_is_found(config):
    config.add_view(blank, renderer="templates/sign_in.jinja2")
    config.commit()


def test_a_template_that_is_nowhere_stops_the_start_and_the_view_is_named(config):
    config.add_view(blank, renderer="nowhere.jinja2")
    with pytest.raises(ConfigurationError, match=r"no template nowhere.jinja2") as stopped:
        config.commit()
    assert "test_jinja.py" in str(stopped.value)

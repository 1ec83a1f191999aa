import pytest
from pyramid.config import Configurator


@pytest.fixture
def config():
    config = Configurator()
    config.include("unisms.seams")
    return config

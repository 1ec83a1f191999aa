import pytest
from provider import Provider

pytest_plugins = ["unisms.testing.fixtures"]


@pytest.fixture
def provider():
    provider = Provider()
    yield provider
    provider.shutdown()
    provider.server_close()

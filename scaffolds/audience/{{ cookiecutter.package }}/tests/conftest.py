import pytest

pytest_plugins = ["unisms.testing.fixtures"]


@pytest.fixture
def folder(tmp_path):
    """The lists of the institution ``paris1``: two people are in ``readers``."""
    folder = tmp_path / "lists"
    (folder / "paris1").mkdir(parents=True)
    lines = "zroux;Zoé Roux;+33639980001\nmpetit;Max Petit;+33639980002\n"
    (folder / "paris1/readers.csv").write_text(lines)
    return folder

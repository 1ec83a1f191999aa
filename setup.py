"""Packaging of unisms: what it needs, and the ``unisms`` command."""

from setuptools import find_namespace_packages, setup

REQUIRES = [
    "pyramid >= 2.1, < 3",
    "setuptools < 82",  # Pyramid 2.1 still imports pkg_resources
    "pyramid_jinja2 >= 2.10",
    "pyramid_retry >= 2.1",
    "pyramid_tm >= 2.6",
    "pyramid_zodbconn >= 0.8",
    "venusian >= 3.1",
    "waitress >= 3",
    "ZODB >= 6, < 7",
    "RelStorage[sqlite3] >= 4.3, < 5",
    "zodburi >= 3",
    "huey >= 3.5, < 4",
    "phonenumbers >= 9",
    "python-calamine >= 0.9",
    "argon2-cffi >= 25",
    "pynacl >= 1.6",
    "pyotp >= 2.12",
    "segno >= 1.6",
    "babel >= 2.18",
    "click >= 8.3",
    "holidays >= 0.108",
    "markdown-it-py >= 4.0",
    "ldap3 >= 2.9.1, < 3",
    "pyasn1 < 0.7",  # ldap3 2.9.1 uses names that it will lose
]

TESTING = [
    "aiosmtpd >= 1.4",
    "axe-playwright-python >= 0.1.8",
    "cookiecutter >= 2.7",
    "gsm0338 >= 1.1",
    "hypothesis >= 6",
    "import-linter >= 2",
    "mypy >= 2",
    "playwright >= 1.65",
    "pytest >= 9",
    "pytest-cov >= 7",
    "pytest-xdist >= 3",
    "ruff >= 0.17",
    "smsutil >= 1.1",
    "webtest >= 3",
    "xlsxwriter >= 3",
]

POSTGRESQL = [
    "psycopg2-binary >= 2.9",  # the store
    "psycopg[binary] >= 3.2",  # the queue
]

REDIS = [
    "redis >= 8",  # the queue; from this release on it does not wait for ever
]

LDAP = [
    "python-ldap >= 3.4.8",  # directories, five times as fast as ldap3; needs a compiler
]

DASHBOARDS = [
    "dash >= 4.4, < 5",
    "duckdb >= 2",  # the exports too: `unisms export` writes Parquet by it
    "pandas >= 3",
    "plotly >= 7",
    "typst >= 0.15",  # the reports by mail: PDF and pictures
    "xlsxwriter >= 3",
]

EXTRAS = {
    "testing": TESTING,
    "postgresql": POSTGRESQL,
    "redis": REDIS,
    "ldap": LDAP,
    "dashboards": DASHBOARDS,
}

setup(
    name="unisms",
    version="2026.11.dev0",
    description="The SMS service that a group of universities shares",
    packages=find_namespace_packages(include=["unisms", "unisms.*", "dashboards", "dashboards.*"]),
    include_package_data=True,
    python_requires=">= 3.11, < 3.13",
    install_requires=REQUIRES,
    extras_require=EXTRAS,
    entry_points={
        "console_scripts": ["unisms = unisms.scripts:main"],
        "paste.app_factory": ["main = unisms:main"],
    },
)

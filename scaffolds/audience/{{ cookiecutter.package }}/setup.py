from setuptools import setup

setup(
    name="{{ cookiecutter.package }}",
    version="1.0",
    packages=["{{ cookiecutter.package }}"],
    package_data={"{{ cookiecutter.package }}": ["templates/*.jinja2"]},
    install_requires=["unisms"],
    extras_require={"testing": ["pytest", "webtest", "beautifulsoup4"]},
    entry_points={"unisms.addons": ["{{ cookiecutter.name }} = {{ cookiecutter.package }}"]},
)

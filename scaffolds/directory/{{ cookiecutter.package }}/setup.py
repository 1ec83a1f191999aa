from setuptools import setup

setup(
    name="{{ cookiecutter.package }}",
    version="1.0",
    packages=["{{ cookiecutter.package }}"],
    install_requires=["unisms"],
    extras_require={"testing": ["pytest"]},
    entry_points={"unisms.addons": ["{{ cookiecutter.name }} = {{ cookiecutter.package }}"]},
)

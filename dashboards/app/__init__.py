"""The Dash application, put together.

- ``application``: Dash, whose first answer is a page that needs no script
- ``scripts``: files for browsers, compressed once and kept for ever
- ``serving``: the application behind waitress, alone or under a supervisor
"""

from dashboards.app.application import create_app

__all__ = ["create_app"]

"""A month told by mail: a sentence, figures, tables and a picture, as text, HTML, PNG and PDF.

It asks the pages, so that a mail and a page never differ. One process makes any number of them,
without a browser and without a network.

- ``commands``: the ``report`` command
- ``making``: requests made one after the other, each in a folder of its own
- ``months``: a month asked of the pages
- ``documents``: PDF and PNG, by Typst
"""

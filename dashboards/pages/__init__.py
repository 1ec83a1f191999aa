"""The pages: a question each, with its sentence, chart, table and downloads.

- ``overview``, ``arrival``, ``errors``, ``cost`` (with ``forecasts``), ``usage`` (with ``hours``),
  ``loans``, ``campaigns``: a module a question. ``NAME`` and ``TITLE`` are its words, ``summary``
  its top, ``VIEWS`` the ways to look at it, ``DEFAULT`` the period it shows by itself
- ``site``: what an address asks for, cut to what may be seen, answered and remembered
- ``framing``, ``rendering``: an answer as the template shows it, and as HTML
- ``asked``, ``filters``: addresses and their filters
- ``visits``: what a question is given; ``answers``: what it returns
- ``standing``, ``tones``, ``remarks``: sentences that several pages say
- ``rows``, ``cells``, ``downloads``: tables, their values, and their files
- ``names``, ``networks``: what people call things
- ``speech``, ``languages``: French and English; the English sentences stand in ``en.po``
"""

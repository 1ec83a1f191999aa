"""Pure functions from a frame to a figure, and the figure drawn as SVG.

It reads frames with the columns that ``exports.questions`` documents, and calls no other room.
A module holds the figures of the page of its name: ``overview``, ``arrival``, ``errors``,
``cost``, ``usage``, ``loans``, ``campaigns``. Each function takes its frame and a ``Look``
(language, scheme, words) and returns a Plotly figure, or ``None`` where the frame has nothing to
draw. Its name and its description for those who do not see it stand in ``layout.meta``.

- ``looks``: the ``Look``
- ``drawing``: a figure as SVG of our own, for the first answer, downloads, PDF and mails
- ``colours``: the tones; ``assets/look.css`` gives drawings the dark ones
- ``formats``: numbers, amounts, days and durations in the reader's language
"""

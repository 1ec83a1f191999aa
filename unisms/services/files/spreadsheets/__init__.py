"""Read a spreadsheet file as one sees it; a program of its own, started by ``workbooks``.

The modules here import one another and nothing else of ours, so that the program starts in some
thirty milliseconds.
"""

"""Parts of pages: forms, lists, figures, languages, the layout."""

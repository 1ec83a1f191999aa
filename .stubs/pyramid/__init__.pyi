# Types for Pyramid, which has none of its own: of what is used below the pages, and nothing else.

"""Building blocks of printed documents: embedded typefaces, shaped text, tagged pages. Knows no document of ours."""

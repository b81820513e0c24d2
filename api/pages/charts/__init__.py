"""Charts as SVG: what is drawn depends on what is given alone, to the byte."""

"""Getting at an article's text: HTML, plain text, limits, language; and the tables that readers need."""

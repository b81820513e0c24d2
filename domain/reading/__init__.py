"""Reading the news: from the text of an article to the diplomatic events that it reports.

Pure computing. `reader` has what every reader promises, `rules` the one that works offline on rules.
"""

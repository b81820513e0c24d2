"""The web pages: the ledger in a browser, rendered on the server from the same answers as the API."""

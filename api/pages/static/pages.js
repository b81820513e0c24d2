// Days, keys and times on every page.

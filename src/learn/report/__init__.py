"""Pure functions that turn a :class:`learn.results.Report` into text, one module a format."""

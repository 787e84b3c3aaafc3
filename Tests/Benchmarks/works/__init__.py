"""A work a file: `measure(settings)` gives its rows."""

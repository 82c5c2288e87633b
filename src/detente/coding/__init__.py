"""From an article to its events and statements."""

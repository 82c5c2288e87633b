"""How the reader learns, from passages of real text and from the project's own corpus."""

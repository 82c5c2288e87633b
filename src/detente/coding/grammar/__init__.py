"""English grammar: what a parse says of clauses, verbs, arguments, conditionals and governing words."""

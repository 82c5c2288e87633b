"""The reader: one encoder that reads sentences with what stands before them, once, and answers for every
party, act and position in them."""

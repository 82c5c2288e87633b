"""A workspace for assistants: the questions of `answers` as tools of the Model Context Protocol (MCP).

told       what is an assistant told of the record, and of what it must not do with it?
texts      how is an answer put into a few lines, with what others wrote quoted as such?
tools      which tools are there, and what does a call of one give?
server     how are they served?
"""

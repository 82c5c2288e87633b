"""The commands: each is thin over a function of the library.

Nothing heavy is imported here or at the top of any module of this package, so that `--help`
answers at once: commands import what they need when they run.
"""

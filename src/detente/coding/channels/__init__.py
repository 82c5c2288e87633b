"""Which standing dialogues are named, whose are they, and what is told of them?"""

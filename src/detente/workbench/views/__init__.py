"""What a page shows: numbers, rows and the addresses of other pages, as plain values.

One module a page, each with a function from a workspace and what is asked of it to a frozen dataclass.
Nothing here knows of HTML: pages, their twins in JSON and CSV, and whatever else shows a workspace take
these.
"""

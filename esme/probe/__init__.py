"""A probe of how well any message centre keeps to the specification: checks, each a conversation of its own.

Each family of checks is a file; ``table`` lists them all, and ``run`` goes through them.
"""

"""A probe that tells how any message centre keeps to the specification: checks, each a conversation of its own.

A family of checks is a file; ``table`` has them all, and ``run`` goes through them.
"""

"""A message centre that judges the client which binds to it: a list of checks, done on the sessions that it opens.

What a client may never do is watched all the while (``watch``); all else is asked of it, family by family (``table``).
"""

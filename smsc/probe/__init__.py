"""A message centre that judges the client that binds to it: a list of checks, done on the sessions that it opens.

What a client may never do is watched all the time (``watch``); all else is tested, family by family (``table``).
"""

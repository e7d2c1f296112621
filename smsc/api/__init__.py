"""The control API: the running simulator over HTTP, for every language. Imported only by the commands that serve."""


class NotServed(Exception):
    """Something can't be served; says what and why, in one sentence."""

"""The control API: the running simulator over HTTP, for every language. Imported only by the commands that serve."""

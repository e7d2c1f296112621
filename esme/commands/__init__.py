"""The verbs of the command ``esme``, one file each. Only ``esme.__main__`` imports them."""

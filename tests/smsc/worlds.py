"""Worlds as their files: the built-in one, and handsets that may be added to it."""

from importlib.resources import files

DEFAULT = files("smsc").joinpath("default_world.toml").read_text("utf-8")
PHONES = """
[[phones]]
name = "m"
count = 1000000
msisdn = "447911000000"
imsi = "234151000000000"
cells = ["cell1", "cell3"]
"""

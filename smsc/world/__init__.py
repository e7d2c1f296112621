"""The world as it stands: its nodes and handsets, made from its file, and what happens to them from outside."""

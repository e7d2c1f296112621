"""Texts of any length for hypothesis, which left to itself draws hardly any of more than a few characters."""

from hypothesis import strategies as st


def texts(characters: str | st.SearchStrategy[str], longest: int, shortest: int = 0) -> st.SearchStrategy[str]:
    """Draw texts, of which most fit into no single short message if ``longest`` does not."""
    return st.integers(shortest, longest).flatmap(lambda size: st.text(characters, min_size=size, max_size=size))

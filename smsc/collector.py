"""The garbage collector of a process in which messages live."""

import gc


def spare() -> None:
    """Let it look through what there is by now never again, and rarely through anything else.

    Messages live long and hold no cycles: looking through all of them again and again costs, and finds nothing. PyPy's
    collector looks at what is young, and can't be told.
    """
    gc.collect()
    if hasattr(gc, "freeze"):
        gc.freeze()
        gc.set_threshold(100_000, 20, 1_000_000)

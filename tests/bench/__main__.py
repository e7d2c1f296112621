"""``python -m tests.bench [names]``: every benchmark of this folder in turn, or those that are named.

A benchmark is a module with ``main(options)``; it prints its findings below the Python that it ran on: a Python built
without optimisations (pyenv's default) needs a fifth more time than that of a distribution.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.options import Options, peer


def benches() -> list[str]:
    """List the benchmarks."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [file.stem for file in files if file.name != "__main__.py" and "def main(options" in file.read_text("utf-8")]


def main() -> None:
    """Run them."""
    names = benches()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"{', '.join(names)}; all of them if none is named")
    parser.add_argument("--quick", action="store_true", help="only show that they run: the figures mean nothing")
    parser.add_argument(
        "--peer",
        action="append",
        type=peer,
        default=[],
        metavar="NAME=HOST:PORT",
        dest="peers",
        help="another message centre that is running, to be measured in turns with ours (repeatable)",
    )
    parser.add_argument("--twisted", action="store_true", help="install smpp.twisted3 beside .venv, and measure it too")
    told = parser.parse_args()
    if unknown := set(told.names) - set(names):
        parser.error(f"expected {' or '.join(names)}, found {', '.join(sorted(unknown))}")
    print(f"Python {sys.version}")  # noqa: T201 - the benchmarks are read on the terminal
    options = Options(quick=told.quick, peers=tuple(told.peers), twisted=told.twisted)
    for name in told.names or names:
        import_module(f"tests.bench.{name}").main(options)


if __name__ == "__main__":
    main()

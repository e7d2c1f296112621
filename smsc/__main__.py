"""The entry point of the command ``smsc``: what is slow to import is imported where Ctrl-C is caught."""

import sys

INTERRUPTED = 130  # the exit status that shells report of a process ended by SIGINT


def main() -> None:
    """Run the command."""
    try:
        from smsc.commands import app

        app.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()

"""The command ``smsc`` from its first moment on: what is long to import is imported where Ctrl-C is heeded."""

import sys

INTERRUPTED = 130  # the exit status of what SIGINT has ended, as shells have it


def main() -> None:
    """Run the command."""
    try:
        from smsc.commands import app

        app.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()

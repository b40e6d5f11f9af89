"""The `bulkwrite` command: `bulkwrite check job.json`, or `python -m bulkwrite check job.json`."""

import signal
import sys

from bulkwrite._bulkwrite import run


def main() -> None:
    """Runs the command with the arguments of the process, and ends the process."""
    # Ctrl-C ends the command, which runs no Python that could be interrupted.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run(["bulkwrite", *sys.argv[1:]]))


if __name__ == "__main__":
    main()

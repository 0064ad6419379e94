"""`python -m offprint` is the command `offprint`."""

import sys

from offprint.cli import main

if __name__ == "__main__":
    sys.exit(main())

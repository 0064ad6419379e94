"""`python -m separatum` is the command `separatum`."""

import sys

from separatum.cli.arguments import main

if __name__ == "__main__":
    sys.exit(main())

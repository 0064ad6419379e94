"""The command line: arguments in, words and exit codes out."""

import sys

if sys.argv[1:] and not sys.argv[1].startswith("-"):  # for the help and the version, to read what is kept takes longer
    from separatum.system.compiled import keep_compiled

    keep_compiled()

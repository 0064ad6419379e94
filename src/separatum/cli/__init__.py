"""The command line: arguments in, words and exit codes out."""

from separatum.system.compiled import keep_compiled

keep_compiled()

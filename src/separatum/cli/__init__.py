"""The command line: arguments in, words and exit codes out."""

from separatum.system.patterns import keep_patterns

keep_patterns()

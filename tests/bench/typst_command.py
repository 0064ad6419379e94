"""The `typst compile IN OUT` that pandoc calls, through typst's Python package."""

import sys

import typst

_, verb, source, target = sys.argv
assert verb == "compile"
typst.compile(source, output=target, root="/")  # pandoc names pictures by their whole path

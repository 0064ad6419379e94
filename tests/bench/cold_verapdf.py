"""veraPDF on one file, from nothing: Java starts with its own settings, validates by PDF/UA-1 and ends.

There is no command of veraPDF's own on PyPI. This one starts as little as that would: no other validator, no warming
up.
"""

import sys

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.java import find_jars, find_java
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.checks.validators.verapdf import VeraPdf

jpype.startJVM(str(find_java().library), convertStrings=False)
validator = VeraPdf(find_jars().verapdf)
validator.enter()
for broken in validator.validate(sys.argv[1], [PROFILES["ua1"]])["ua1"]:
    print(broken)

"""What a stranger learns from any EPUB or PDF besides its text: who, where, when, with what, for whom."""

from separatum.checks.privacy.inspect import inspect_all, inspect_edition, inspect_file, without_hidden_words

__all__ = ["inspect_all", "inspect_edition", "inspect_file", "without_hidden_words"]

"""Processes, signals, folders and native libraries: what the operating system gives."""

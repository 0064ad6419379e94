"""Pictures: decoded, without metadata, from permitted folders."""

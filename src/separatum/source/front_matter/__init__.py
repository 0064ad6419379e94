"""Front matter: the article's metadata, read and checked."""

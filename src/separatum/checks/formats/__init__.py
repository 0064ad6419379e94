"""Read EPUB and PDF files: text, structure, fonts, pictures."""

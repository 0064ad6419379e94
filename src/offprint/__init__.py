"""One Markdown article becomes an EPUB and a PDF, checked before they leave."""

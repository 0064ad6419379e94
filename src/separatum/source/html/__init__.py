"""HTML elements: cleaned, and what is known about links and embeds."""

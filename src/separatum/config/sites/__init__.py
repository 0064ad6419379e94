"""What a web site's own files say of all its articles: language, folders of images, names of authors."""

"""The pages: a view of a link, made again whenever the link changes."""

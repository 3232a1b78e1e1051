"""Pages that tell, without a server: a prologue, and lessons in which one draws what one expects and then sees.

What they say stands in one file a language (``en.toml``, ``es.toml``), what they show comes from runs: no number is
typed in.  They open from a folder and from any web host, and ask no other machine for anything.
"""

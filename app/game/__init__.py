"""You hold the week: one world in about eight stretches, in which a person decides what its coordinator does.

Before each stretch the coordinator's hours are shared out and it turns or stays; all that is decided enters the engine
as what ifs of a setting under the strategy ``human``.  So a game is a setting and a week, which a link holds.  What the
coordinator cannot know is sent once the game is over and its fog was lifted.
"""

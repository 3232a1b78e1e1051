"""The commands of the command line, a file each: read the arguments, ask the rooms below, print what they say."""

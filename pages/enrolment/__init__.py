"""Getting people in: the ways by which a code opens the door, and the paper it is printed on."""

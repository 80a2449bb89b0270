"""What stops the program from starting, said in one line to the person at the terminal."""


class Trouble(Exception):
    """The program cannot go on; the message says what is wrong and what to do about it."""

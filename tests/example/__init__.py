"""A program as its makers would have it, with tests as they would write them: with the fixtures alone."""

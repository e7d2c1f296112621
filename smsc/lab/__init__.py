"""The simulator in the hands of a test: started inside its process, with handsets and accounts of its own."""

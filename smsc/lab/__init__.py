"""The simulator as a test uses it: started in the test's process, with handsets and accounts of its own."""

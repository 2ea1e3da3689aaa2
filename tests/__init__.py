"""The tests; also an application of the test settings, so that its `flush` command is found."""

"""The harnesses beside this file are run by hand (see docs/formats.md); the tests replay what they found."""

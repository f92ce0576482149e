"""The evaluation harness: measures, systems to compare, suites and the ``restore eval`` commands."""

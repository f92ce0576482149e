"""The suites, one module each; every module has ``run(bench, …) -> SuiteResult``."""

"""Our process: runs the tests, with proxies for what lives in the student's."""

"""Execution in two processes: answers run on the student's side, tests on ours; only plain values travel between."""

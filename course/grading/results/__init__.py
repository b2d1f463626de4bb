"""What grading is asked for and what it comes to: jobs, outcomes, flags."""

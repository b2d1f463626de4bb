"""What students get back, and what instructors look at: pages in which nothing of a student's can run or load."""

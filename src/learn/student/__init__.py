"""What learners use between "I have Python" and "I finished the course"."""

"""Finding people for a job."""

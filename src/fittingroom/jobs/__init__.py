"""A job's life: submitted, claimed, completed, failed, expired; and the queue behind it."""

"""Putting a garment on a person: region first. The outline comes from the person, the fabric from the garment."""

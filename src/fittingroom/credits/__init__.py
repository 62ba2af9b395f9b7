"""The append-only ledger of credits; a balance is the sum of its rows."""

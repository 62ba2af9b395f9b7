"""The store of model weights: manifest, pull, verify, licences."""

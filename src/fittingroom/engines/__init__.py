"""The engines that make the pictures: the contract they keep, the registry, one folder an engine."""

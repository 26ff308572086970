"""Training of the models that the package ships. Not part of the package: needs torch."""

"""Annotated sentences, and the training of models from them."""

"""How right is it, and how does it learn? What makes and measures the product, which never imports it."""

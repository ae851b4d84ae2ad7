"""How it is said: what a customer may hear in a message, and how new a greeting is."""

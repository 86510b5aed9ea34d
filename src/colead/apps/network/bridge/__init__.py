"""Between nomination sets and the engine, and between its figures and what a member may see of them."""

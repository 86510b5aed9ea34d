"""Data that ships with the product, in both languages."""

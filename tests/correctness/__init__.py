"""What the program gets right, and by whose word: the table of docs/correctness.md."""

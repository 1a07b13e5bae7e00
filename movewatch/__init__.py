"""What movewatch knows, free of Faust: the rules, the words, and the edges to the world."""

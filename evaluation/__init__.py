"""How right the readers and the rules are: precision and recall over labelled data. ``make evaluate`` runs it."""

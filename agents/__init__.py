"""The doors between Kafka and the rooms of movewatch: one thin module per stage or sink."""

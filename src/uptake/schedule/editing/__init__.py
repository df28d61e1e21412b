"""What a person did to a plan, as edits of the engine."""

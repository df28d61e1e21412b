"""What a project declares: checked, edited as a draft, compared, published, converted, carried between instances."""

"""Ready-made plans: method packs for implementations, the demo project, plans of any size."""

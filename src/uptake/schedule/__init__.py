"""Plans of projects: the only bridge between database rows and the engine."""

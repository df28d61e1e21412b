"""One module a peer. Each runs in a process of its own, with the interpreter of the bench environment."""

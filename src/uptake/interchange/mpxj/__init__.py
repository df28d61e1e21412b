"""MPXJ in a helper process: `client` is the caller's side, everything else runs beside Java."""

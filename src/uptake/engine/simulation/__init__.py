"""What a schedule's dates and costs could become: many runs of the network with drawn durations and risks."""

"""The rehearsal: the demo election's forms are drawn, photographed and sent as people do."""

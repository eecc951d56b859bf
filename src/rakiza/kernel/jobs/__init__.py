"""Long work in the background: queued after commit, watched, cancelled, taken up again after a power cut."""

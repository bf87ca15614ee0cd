"""Returns sent to be loaded, and work in the background: asked for, watched, cancelled."""

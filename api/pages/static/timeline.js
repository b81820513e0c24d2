// Zoom.

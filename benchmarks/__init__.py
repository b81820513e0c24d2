"""What Servanda does a second, each figure beside that of a bare tool in the same run."""

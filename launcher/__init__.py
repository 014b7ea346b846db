"""What `wz` runs: the environment, the embedded servers, the processes. Standard library only, and no Django."""

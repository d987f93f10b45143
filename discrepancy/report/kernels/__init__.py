"""Who does it: worker processes here or on a cluster, and the kernels they fork."""

"""What people touch: the commands and the interface in JupyterLab."""

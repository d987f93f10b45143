"""What people touch: the commands, the interface in JupyterLab, and what both write: a case that is begun or changed."""

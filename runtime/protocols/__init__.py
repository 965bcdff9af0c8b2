"""The protocols that systems speak, each as pure functions: requests or statements out, answers or rows in."""

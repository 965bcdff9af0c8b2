"""What the protocols say, as pure functions; the rims that speak them are modules of `runtime` itself."""

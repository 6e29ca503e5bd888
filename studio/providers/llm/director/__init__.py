"""The offline director: plain requests in, the same tool calls as a model out. No invention."""

"""What the agent can do: plain async functions over the studio's services."""

"""How the agent thinks: graph, prompts, turn runner and event stream."""

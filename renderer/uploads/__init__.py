"""Foreign files examined and cleaned, each in a process of its own."""

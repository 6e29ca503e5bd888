"""The product's matter: values, use cases and adapters that every process shares."""

"""The live wire: one stream of events per thread, behind ``studio.ports.EventBus``."""

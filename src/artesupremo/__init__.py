"""arte: a private, local self-coaching journal for people who attend customers."""

__version__ = "0.1.0"

"""Inputs: files, folders and standard input in; items, fact-checks and rejections out. Nothing is dropped silently."""

from data.sources.factchecks import read_factchecks
from data.sources.folder import read
from data.sources.formats import KINDS
from data.sources.origin import INDIA, REASONS, Skipped

__all__ = ["INDIA", "KINDS", "REASONS", "Skipped", "read", "read_factchecks"]

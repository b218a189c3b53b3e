"""The wizard that brings a plan in from its document: upload, look, put side by side, confirm.

Every step reads the draft anew and shows it; every change is one POST that leads back to a page.
"""

from .draft_admin import ImportDraftAdmin

__all__ = ["ImportDraftAdmin"]

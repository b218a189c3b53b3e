"""What a load changed, kept and left alone."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Objects by `label key`, for the operator; `updated` and `kept` name the columns."""

    created: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    """Deleted by an editor, and left so."""
    skipped: list[str] = field(default_factory=list)
    """Not made because what they belong to was deleted by an editor."""
    unchanged: int = 0
    occurrences: int = 0
    """How many occurrences were added."""
    notes: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.created or self.updated or self.removed or self.occurrences)

"""How right is this folder, and what does that do to the index? A sample, checked by hand, tells.

`draw` a sample, give its `units` to reviewers, who judge them as an `AuditReviewer` or in a sheet that
`read_sheet` reads; `progress` says how far they are. `accuracy` and `audited` then tell, of what is
`checked`, how right the coder is and what the index is once its errors are taken off.
"""

from detente.auditing.accuracy import Accuracy, AccuracyRow, accuracy
from detente.auditing.checking import Checked, Progress, checked, progress
from detente.auditing.drawing import draw, latest
from detente.auditing.estimating import Estimate
from detente.auditing.indexing import AuditedRow, AuditedSeries, Figure, audited
from detente.auditing.reviewing import AuditReviewer
from detente.auditing.sheet import COLUMNS, SheetRead, read_sheet, units
from detente.auditing.telling import audit_sentence

__all__ = [
    "COLUMNS",
    "Accuracy",
    "AccuracyRow",
    "AuditReviewer",
    "AuditedRow",
    "AuditedSeries",
    "Checked",
    "Estimate",
    "Figure",
    "Progress",
    "SheetRead",
    "accuracy",
    "audit_sentence",
    "audited",
    "checked",
    "draw",
    "latest",
    "progress",
    "read_sheet",
    "units",
]

"""What is programs answered? Each question declared once, for the HTTP API and for assistants alike.

    parameters  what may be asked, and how it is read?    pairs       which pairs of states are there?
    evidence    which sentence, article and id show it?   measures    how do two states stand?
    records     which records are as asked?               questions   which questions are there?

What takes long to load is loaded when it is first asked.
"""

from detente.workbench.answers.parameters import Parameter
from detente.workbench.answers.questions import QUESTIONS, Question

__all__ = ["QUESTIONS", "Parameter", "Question"]

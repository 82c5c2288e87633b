"""What is programs answered? Each question declared once, for the HTTP API and for assistants alike.

parameters  what may be asked, and how it is read?    measures   how do two states stand?
evidence    which sentence, article and id show it?   questions  which questions are there?
records     which records are as asked?
"""

from detente.workbench.answers.parameters import Parameter
from detente.workbench.answers.questions import QUESTIONS, Question
from detente.workbench.answers.records import Answers

__all__ = ["QUESTIONS", "Answers", "Parameter", "Question"]

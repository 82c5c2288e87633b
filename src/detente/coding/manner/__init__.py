"""How does a text tell deeds? Who is said to do them, in whose words, how surely, and in what loaded words.

Agency and agentless telling: Fowler, Hodge, Kress and Trew (*Language and Control*, 1979), van Leeuwen
("The representation of social actors", 1996). Attribution: Sinclair (1988), Hunston (2000). How surely: the
epistemic stance of Biber and Finegan ("Styles of stance in English", *Text* 9, 1989). Loaded words: the
appraisal of Martin and White (*The Language of Evaluation*, 2005).
"""

from __future__ import annotations

from detente.coding.manner.reading import Deed, Loaded, Manner, MannerReader, Named, Shown

__all__ = ["Deed", "Loaded", "Manner", "MannerReader", "Named", "Shown"]

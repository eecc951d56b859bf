"""Words for what the engines decide: reasons, states, attributes, numbers, in the reader's language.

French is the source; Arabic and English come from the gettext catalogues. Nothing here decides.
"""

from rakiza.kernel.wording.attributes import say_attribute, say_attributes
from rakiza.kernel.wording.enums import say_enum
from rakiza.kernel.wording.language import in_language, isolate
from rakiza.kernel.wording.reasons import say
from rakiza.kernel.wording.vocabulary import Vocabulary, vocabulary

__all__ = [
    "Vocabulary",
    "in_language",
    "isolate",
    "say",
    "say_attribute",
    "say_attributes",
    "say_enum",
    "vocabulary",
]

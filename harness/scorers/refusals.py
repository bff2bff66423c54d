"""The phrases by which bots refuse or admit that they do not know, in seven languages."""

from __future__ import annotations

__all__ = ["REFUSALS"]

REFUSALS = {
    "english": (
        r"\bi(?:'m| am) (?:sorry|afraid)\b.{0,60}\b(?:can't|cannot|can not|unable|don't|do not|not able)\b",
        r"\bi (?:can't|cannot|can not|won't|will not|couldn't) (?:help|assist|answer|provide|share|discuss|comment|do that|give|find|support|fulfill|comply|process|tell)\b",
        r"\bi(?:'m| am) (?:unable|not able|not allowed|not permitted|not in a position) to\b",
        r"\bi (?:don't|do not) (?:have|know)\b.{0,40}\b(?:information|answer|data|details|access|about|that|how)\b",
        r"\bi (?:don't|do not) know\b",
        r"\bi(?:'m| am) not (?:sure|certain|aware)\b",
        r"\b(?:outside|beyond) (?:of )?(?:my|the) (?:scope|knowledge|expertise|abilities|capabilities)\b",
        r"\bas an? (?:ai|artificial intelligence|language model|large language model|assistant)\b.{0,60}\b(?:can't|cannot|don't|do not|not able|unable)\b",
        r"\b(?:no|not enough|insufficient) information (?:is |was )?(?:available|provided|about|on|in|to)\b",
        r"\bmust (?:decline|refuse)\b|\bi (?:have to|must) (?:respectfully )?(?:decline|refuse)\b",
        r"\bagainst (?:my|our) (?:policy|policies|guidelines|programming)\b",
    ),
    "german": (
        r"\b(?:kann|darf|werde) ich (?:(?:ihnen|dir|dabei|dazu|darauf|das|leider|hier) )*(?:nicht|keine?n?)\b",
        r"\bich (?:kann|darf|werde) (?:(?:ihnen|dir|dabei|dazu|darauf|das|leider|hier|diese|frage|auf) )*(?:nicht|keine?n?)\b",
        r"\bich bin nicht in der lage\b|\bich wei(?:ß|ss) (?:es |das |leider )*nicht\b",
        r"\b(?:habe ich|ich habe) (?:leider |dazu |hierzu )*keine (?:information|informationen|angaben|daten|antwort)\b",
    ),
    "french": (
        r"\bje (?:ne|n') ?(?:peux|suis|sais|dispose|ai|pourrai)\b.{0,30}\bpas\b",
        r"\bje (?:regrette|suis désolée?)\b.{0,60}\b(?:pas|impossible)\b",
    ),
    "spanish": (
        r"\b(?:no puedo|no podemos|no me es posible|no soy capaz de)\b.{0,40}\b(?:ayudar|responder|proporcionar|contestar|dar|compartir|hacer|con|en)",
        r"\bno (?:tengo|dispongo de|cuento con) (?:información|informacion|datos|acceso|una respuesta)\b",
        r"\blo siento\b.{0,40}\bno (?:puedo|tengo|sé)\b|\bno (?:lo )?sé\b",
    ),
    "portuguese": (
        r"\bnão (?:posso|consigo|sou capaz de)\b.{0,40}\b(?:ajudar|responder|fornecer|dar|compartilhar|fazer|com)",
        r"\bnão (?:tenho|disponho de) (?:informaç|dados|acesso|uma resposta)",
        r"\b(?:desculpe|lamento|sinto muito)\b.{0,40}\bnão\b|\bnão (?:o )?sei\b",
    ),
    "italian": (
        r"\bnon (?:posso|riesco a|sono in grado di)\b.{0,40}\b(?:aiutar|risponder|fornir|dar|condivider|far|assister)",
        r"\bnon (?:ho|dispongo di) (?:informazioni|dati|accesso|una risposta)\b",
        r"\b(?:mi dispiace|spiacente)\b.{0,40}\bnon\b|\bnon (?:lo )?so\b",
    ),
    "dutch": (
        r"\bik kan (?:(?:u|je|hier|daar|dat|deze|vraag|helaas|op|bij|mee) )*(?:niet|geen)\b",
        r"\bik (?:weet|beschik) .{0,30}(?:niet|geen)\b|\bik heb (?:helaas |daar )*geen (?:informatie|gegevens|antwoord)\b",
        r"\bik ben niet in staat\b",
    ),
}
"""By language, regular expressions of how bots refuse or admit that they do not know."""

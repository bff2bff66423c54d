"""The words of French, Spanish, Portuguese and Italian."""

from __future__ import annotations

from .tongue import Tongue

__all__ = ["FRENCH", "ITALIAN", "PORTUGUESE", "SPANISH"]

FRENCH = Tongue(
    code="fr",
    negations="pas jamais aucun aucune rien sans ni nulle impossible",
    lacking="sauf seulement interdit interdite uniquement ne plus personne",
    idioms=(r"\bpas (?:seulement|plus de|moins de)\b", r"\bou pas\b", r"\bsans (?:souci|doute)\b"),
    breaks="mais cependant parce car si quand lorsque et jusqu'à",
    conditions="si quand lorsque",
    yes="oui",
    no="non",
    months="""
        janvier janv, février févr fevrier, mars, avril avr, mai, juin, juillet juil, août aout,
        septembre sept, octobre oct, novembre nov, décembre déc decembre
    """,
    weekdays="lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche",
    numbers="un une, deux",
    units={
        "second": "seconde secondes",
        "minute": "minute minutes",
        "hour": "heure heures",
        "day": "jour jours",
        "week": "semaine semaines",
        "month": "mois",
        "quarter": "trimestre trimestres",
        "year": "an ans année années",
        "percent": "pourcent",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "metre": "mètre mètres",
        "kilometre": "kilomètre kilomètres",
        "gram": "gramme grammes",
        "kilogram": "kilo kilos kilogramme kilogrammes",
        "degree": "degré degrés",
    },
)

SPANISH = Tongue(
    code="es",
    negations="""
        no nunca jamás nada nadie ningún ninguno ninguna sin tampoco ni imposible
    """,
    lacking="salvo excepto solo sólo solamente prohibido",
    idioms=(r"\bno (?:solo|sólo|solamente)\b", r"\bsin (?:duda|problema)\b", r"\bo no\b"),
    breaks="pero sino porque si cuando aunque mientras hasta y",
    conditions="si cuando",
    yes="sí si",
    no="no",
    months="""
        enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre setiembre, octubre,
        noviembre, diciembre
    """,
    weekdays="lunes, martes, miércoles, jueves, viernes, sábado sábados, domingo domingos",
    numbers="un uno una, dos",
    units={
        "second": "segundo segundos",
        "minute": "minuto minutos",
        "hour": "hora horas",
        "day": "día días dia dias",
        "week": "semana semanas",
        "month": "mes meses",
        "quarter": "trimestre trimestres",
        "year": "año años",
        "euro": "euro euros",
        "dollar": "dólar dólares",
        "metre": "metro metros",
        "kilometre": "kilómetro kilómetros",
        "gram": "gramo gramos",
        "kilogram": "kilo kilos kilogramo kilogramos",
        "degree": "grado grados",
    },
)

PORTUGUESE = Tongue(
    code="pt",
    negations="""
        não nunca jamais nada ninguém nenhum nenhuma sem nem tampouco impossível
    """,
    lacking="salvo exceto só somente apenas proibido",
    idioms=(r"\bnão (?:só|apenas|somente)\b", r"\bsem (?:dúvida|problema)\b", r"\bou não\b"),
    breaks="mas porém porque se quando embora enquanto até e",
    conditions="se caso quando",
    yes="sim",
    no="não",
    months="""
        janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro,
        novembro, dezembro
    """,
    weekdays="""
        segunda-feira, terça-feira terça, quarta-feira, quinta-feira, sexta-feira,
        sábado sábados, domingo domingos
    """,
    numbers="um uma, dois duas",
    units={
        "second": "segundo segundos",
        "minute": "minuto minutos",
        "hour": "hora horas",
        "day": "dia dias",
        "week": "semana semanas",
        "month": "mês meses",
        "quarter": "trimestre trimestres",
        "year": "ano anos",
        "euro": "euro euros",
        "dollar": "dólar dólares",
        "metre": "metro metros",
        "kilometre": "quilômetro quilômetros",
        "gram": "grama gramas",
        "kilogram": "quilo quilos quilograma quilogramas",
        "degree": "grau graus",
    },
)

ITALIAN = Tongue(
    code="it",
    negations="""
        non mai nessun nessuno nessuna niente nulla senza né nemmeno neanche neppure impossibile
    """,
    lacking="tranne eccetto solo soltanto solamente vietato",
    idioms=(r"\bnon (?:solo|soltanto|solamente)\b", r"\bsenza (?:dubbio|problemi)\b"),
    breaks="ma però perché se quando anche mentre fino e",
    conditions="se quando qualora",
    yes="sì si",
    no="no",
    months="""
        gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, settembre, ottobre,
        novembre, dicembre
    """,
    weekdays="""
        lunedì lunedi, martedì martedi, mercoledì mercoledi, giovedì giovedi, venerdì venerdi,
        sabato, domenica
    """,
    numbers="un uno una, due",
    units={
        "second": "secondo secondi",
        "minute": "minuto minuti",
        "hour": "ora ore",
        "day": "giorno giorni",
        "week": "settimana settimane",
        "month": "mese mesi",
        "quarter": "trimestre trimestri",
        "year": "anno anni",
        "euro": "euro",
        "dollar": "dollaro dollari",
        "metre": "metro metri",
        "kilometre": "chilometro chilometri",
        "gram": "grammo grammi",
        "kilogram": "chilo chili chilogrammo chilogrammi",
        "degree": "grado gradi",
    },
)

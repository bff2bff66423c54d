"""The words of German and Dutch."""

from __future__ import annotations

from .tongue import Tongue

__all__ = ["DUTCH", "GERMAN"]

GERMAN = Tongue(
    code="de",
    negations="""
        nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder noch
        keinesfalls keineswegs unmöglich nirgends
    """,
    lacking="außer statt anstatt nur verboten untersagt kaum",
    idioms=(r"\bnicht nur\b", r"\boder nicht\b", r"\bnicht (?:mehr|länger|später) als\b"),
    breaks="aber jedoch sondern weil wenn falls obwohl während bis und",
    conditions="wenn falls sofern",
    yes="ja jawohl",
    no="nein",
    months="""
        januar jan jänner, februar feb, märz, april apr, mai, juni jun, juli jul, august aug,
        september sep sept, oktober okt, november nov, dezember dez
    """,
    weekdays="""
        montag montags, dienstag dienstags, mittwoch mittwochs, donnerstag donnerstags,
        freitag freitags, samstag samstags sonnabend, sonntag sonntags
    """,
    numbers="ein eine einen einem einer eins, zwei",
    units={
        "second": "sekunde sekunden",
        "minute": "minute minuten min",
        "hour": "stunde stunden std",
        "day": "tag tage tagen",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "quarter": "quartal quartale",
        "year": "jahr jahre jahren",
        "percent": "prozent",
        "euro": "euro euros",
        "dollar": "dollar",
        "cent": "cent",
        "metre": "meter metern",
        "kilometre": "kilometer",
        "gram": "gramm",
        "kilogram": "kilo kilogramm",
        "degree": "grad",
    },
)

DUTCH = Tongue(
    code="nl",
    negations="niet geen nooit niemand niets nergens zonder noch onmogelijk",
    lacking="behalve tenzij alleen slechts verboden",
    idioms=(r"\bniet alleen\b", r"\bof niet\b", r"\bniet (?:meer|langer|later) dan\b"),
    breaks="maar echter omdat als wanneer hoewel terwijl tot en",
    conditions="als indien wanneer",
    yes="ja",
    no="nee neen",
    months="""
        januari jan, februari feb, maart, april apr, mei, juni jun, juli jul, augustus aug,
        september sep sept, oktober okt, november nov, december dec
    """,
    weekdays="maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag",
    numbers="een één, twee",
    units={
        "second": "seconde seconden",
        "minute": "minuut minuten",
        "hour": "uur uren",
        "day": "dag dagen",
        "week": "week weken",
        "month": "maand maanden",
        "quarter": "kwartaal kwartalen",
        "year": "jaar jaren",
        "percent": "procent",
        "euro": "euro euro's",
        "dollar": "dollar dollars",
        "cent": "cent",
        "metre": "meter meters",
        "kilometre": "kilometer kilometers",
        "gram": "gram",
        "kilogram": "kilo kilogram",
        "degree": "graden graad",
    },
)

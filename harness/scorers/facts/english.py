"""The words of English."""

from __future__ import annotations

from .tongue import Tongue

__all__ = ["ENGLISH"]

ENGLISH = Tongue(
    code="en",
    negations="""
        not no never none nobody nothing nowhere neither nor without cannot cant unable
        impossible don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't
        wouldn't shouldn't mustn't needn't haven't hasn't hadn't dont doesnt didnt isnt arent
        wont couldnt shouldnt wouldnt ain't
    """,
    lacking="""
        except unless only instead forbidden prohibited disallowed unavailable unsupported
        disabled fail fails failed refuse refuses refused deny denies denied prevent prevents
        avoid lack lacks lacking rather hardly rarely unlikely unnecessary optional stop stops
        stopped nonexistent discontinued removed unknown unlimited
    """,
    idioms=(
        r"\bnot (?:only|just|merely|necessarily|yet)\b",
        r"\bno (?:problem|worries|doubt|matter|trouble)\b",
        r"\b(?:or|if|why) not\b",
        r"\bnot to (?:mention|worry)\b",
        r"\b(?:do not|don't|please don't) (?:hesitate|worry|forget)\b",
        r"\b(?:no|not|n't) (?:\w+ )?(?:more|less|fewer|later|earlier|longer|sooner) than\b",
        r"\bno \d+\b",
    ),
    breaks="""
        but however although though because since if when unless while so until before after
        which who that whereas and
    """,
    conditions="if when whenever whether",
    yes="yes yeah yep",
    no="no nope",
    months="""
        january jan, february feb, march mar, april apr, may, june jun, july jul, august aug,
        september sep sept, october oct, november nov, december dec
    """,
    weekdays="""
        monday mondays mon, tuesday tuesdays tue tues, wednesday wednesdays wed,
        thursday thursdays thu thur thurs, friday fridays fri, saturday saturdays sat,
        sunday sundays sun
    """,
    ambiguous="may march mar sat sun mon wed dec jan",
    numbers="one, two",
    units={
        "second": "second seconds sec secs",
        "minute": "minute minutes min mins",
        "hour": "hour hours hr hrs",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years yr yrs",
        "byte": "byte bytes",
        "kilobyte": "kilobyte kilobytes",
        "megabyte": "megabyte megabytes",
        "gigabyte": "gigabyte gigabytes",
        "terabyte": "terabyte terabytes",
        "centimetre": "centimetre centimetres centimeter centimeters",
        "metre": "metre metres meter meters",
        "kilometre": "kilometre kilometres kilometer kilometers",
        "inch": "inch inches",
        "foot": "foot feet ft",
        "mile": "mile miles",
        "gram": "gram grams",
        "kilogram": "kilogram kilograms kilo kilos",
        "percent": "percent",
        "euro": "euro euros",
        "dollar": "dollar dollars bucks",
        "pound": "pound pounds",
        "yen": "yen",
        "cent": "cent cents",
        "degree": "degree degrees",
    },
    decimal_comma=False,
)

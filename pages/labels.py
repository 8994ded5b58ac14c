"""What a number of a form is called."""

from models.checks.sums import name_of
from models.values.fields import row_number
from models.values.forms import Form
from pages.formats import plain_digits
from pages.languages import Language
from pages.phrases import say


def field_label(form: Form, key: str, language: Language) -> str:
    """Return a field's name as on the paper: `2.2.1 บัตรดี`, `เบอร์ 4`, `รวมคะแนนทั้งสิ้น`."""
    line, number = form.count(key), row_number(key)
    if line is not None:
        words = line.label_th if language is Language.TH else line.label_en
        return f"{plain_digits(line.number)} {words}"
    if number is not None:
        return say("common.ballot_number", language, number=number)
    name = name_of(form, key)
    return name.th if language is Language.TH else name.en


def report_label(key: str, language: Language) -> str:
    """Return what a field of the constituency report ส.ส. 6/1 is called."""
    number = row_number(key)
    if number is not None:
        return say("common.ballot_number", language, number=number)
    return say(f"clerk.count_{key}", language)

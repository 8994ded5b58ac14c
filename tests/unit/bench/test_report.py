from ocr.bench.report import END, START, Results, section


def test_without_data_the_section_says_so() -> None:
    text = section(Results())
    assert "No real sheets were at hand" in text
    assert text.startswith(START)
    assert text.rstrip().endswith(END)

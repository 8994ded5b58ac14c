"""Every process starts with what it runs, and with nothing that it does not."""

import subprocess
import sys

from app.web import DOORS

FORBIDDEN = {
    *("telegram", "linebot", "fastapi", "uvicorn", "jinja2", "bot", "review", "results", "pages"),
    *("cv2", "onnxruntime", "PIL", "pillow_heif", "pypdfium2", "pytesseract"),
}


def imported_by(*modules: str) -> set[str]:
    program = (
        f"import sys, {', '.join(modules)};"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_worker_imports_no_chat_no_web_and_no_codec() -> None:
    assert imported_by("app.worker") & FORBIDDEN == set()


def test_a_caged_reader_imports_no_record_and_no_queue() -> None:
    forbidden = {"sqlalchemy", "sqlmodel", "dbos", "psycopg", "fsspec", "telegram", "linebot"}
    assert imported_by("app.cage.looking") & forbidden == set()


def test_the_web_process_neither_draws_nor_reads() -> None:
    assert imported_by("app.web", *DOORS) & {"cv2", "onnxruntime"} == set()

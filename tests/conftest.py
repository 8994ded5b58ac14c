"""Fixtures that every test may ask for; what they stand on lives in tests/fixtures."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.network",
    "tests.fixtures.flushes",
    "tests.fixtures.passwords",
    "tests.fixtures.audit_words",
    "tests.fixtures.databases",
    "tests.fixtures.postgresql",
    "tests.fixtures.cluster",
    "tests.fixtures.chromium",
    "tests.fixtures.desk",
    "tests.fixtures.night",
    "tests.fixtures.oidc",
    "tests.fixtures.printed",
    "tests.fixtures.chat_platforms",
    "tests.fixtures.chat_hall",
    "tests.fixtures.live",
    "tests.fixtures.s3",
]

# No test is timed: in a fresh clone the first text takes hypothesis seconds, whatever it tests.
settings.register_profile("khanaen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("khanaen")

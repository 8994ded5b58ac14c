"""Fixtures that every test may ask for; what they stand on lives in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.network",
    "tests.fixtures.databases",
    "tests.fixtures.postgresql",
    "tests.fixtures.cluster",
    "tests.fixtures.chromium",
    "tests.fixtures.desk",
    "tests.fixtures.night",
    "tests.fixtures.oidc",
    "tests.fixtures.chat_platforms",
    "tests.fixtures.chat_hall",
    "tests.fixtures.live",
    "tests.fixtures.s3",
]

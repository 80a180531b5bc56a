"""Who works in a seeded installation, and how the benchmark signs in as one of them."""

from app.accounts.permissions import Role

BENCH_PASSWORD = "bench sign-in, seeded data only"  # noqa: S105 - the seed refuses a database that holds anybody
STAFF = (
    ("ada@bench.example.org", "Ada Recruiter", Role.RECRUITER, 1),
    ("otto@bench.example.org", "Otto Elsewhere", Role.RECRUITER, 2),
    ("root@bench.example.org", "Root Admin", Role.ADMIN, None),
    ("hugo@bench.example.org", "Hugo Manager", Role.HIRING_MANAGER, None),
    ("ines@bench.example.org", "Ines Interviewer", Role.INTERVIEWER, None),
)

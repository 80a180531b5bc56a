"""What a spreadsheet and a stack of résumés look like once they came in: an import done weeks ago, one awaiting a look."""

from functools import partial

from app.candidates.importing import begin_import, read_table, run_import, set_import
from app.candidates.importing.chunks import Chunk, look_up, read_chunk
from app.candidates.importing.resumes import begin_resumes, keep_resume_reading, resume_file
from app.candidates.importing.rows import Reader
from app.candidates.importing.working import close
from app.candidates.importing.writing import bring_in
from app.candidates.models import DuplicateChoice, ImportBatch, ResumeFile, ResumeState
from app.core.files import stage_file
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db
from app.intelligence.documents import DocumentKind
from app.intelligence.extraction.child import load_in_advance, read
from app.intelligence.extraction.reading import as_plain, from_plain
from app.intelligence.reasons import Reason

FAIR = """Name;E-Mail;Telefon;Titel;Firma;Ort;Land;Kenntnisse;Angelegt am
Annika Brandt;annika.brandt@example.net;+49 30 23125 401;Hearing care professional;Hörwelt Brandt;Berlin;Deutschland;Audiometry, Fitting;14.05.2025
Teodor Nowicki;teodor.nowicki@example.net;+48 22 264 1902;Acoustics engineer;Politechnika Warszawska;Warszawa;Polen;Acoustics, MATLAB;14.05.2025
Maren Osterloh;maren.osterloh@example.net;;Firmware developer;Feldmann Messtechnik;Bremen;Deutschland;C, Zephyr RTOS;14.05.2025
Jonas Wehrmann;jonas.wehrmann(at)example.net;0421 55501;Quality engineer;Weser Medizintechnik;Bremen;Deutschland;ISO 13485;14.05.2025
Silvia Campanella;silvia.campanella@example.net;+39 02 5555 0110;Audiologist;Clinica Ambrosiana;Milano;Italien;Audiology, Counselling;15.05.2025
"""
HANDED_IN = (
    (
        "cv-imke-harms.txt",
        "Imke Harms\nEmbedded Software Engineer\nimke.harms@example.net | +49 421 5550144 | Bremen, Germany\n\nExperience\n\n"
        "Embedded Software Engineer, Nordlicht Sensorik\n2021 - present\n\nSkills\n\nC, C++, Bluetooth Low Energy\n",
    ),
    (
        "lebenslauf_yusuf_demir.txt",
        "Yusuf Demir\nAudio DSP Engineer\nyusuf.demir@example.net | +49 40 5550199 | Hamburg, Germany\n\nExperience\n\n"
        "Audio DSP Engineer, Elbklang Audio\n2019 - present\n\nSkills\n\nDSP, MATLAB, Python\n",
    ),
    ("scan-0004.txt", "Anlage 3\n\nSiehe Rückseite.\n"),
)


def plan_imports(clockwork: Clockwork, larkspur: Larkspur) -> None:
    clockwork.plan(clockwork.ago(41, hour=10), partial(_import_the_fair, larkspur))
    clockwork.plan(clockwork.ago(1, hour=9), partial(_hand_in_resumes, larkspur))


def _import_the_fair(larkspur: Larkspur) -> ImportBatch:
    data = FAIR.encode("cp1252")
    by = larkspur.by("ada")
    table = read_table(data)
    batch = begin_import(table, staged=stage_file(data, "text/csv"), filename="messe-hannover-2025.csv", by=by)
    set_import(
        batch, mapping=batch.mapping, duplicates=DuplicateChoice.FILL, source="Trade fair", tags=["Hannover 2025"],
        lawful_basis="consent", evidence="Signed up at our stand in Hannover, May 2025; the paper forms are in the archive",
    )  # fmt: skip
    run_import(batch, by=by, unseen=True)
    reader = Reader(table.headers, batch.mapping, "DE")
    rows = read_chunk(batch, table, len(table.rows), reader)
    bring_in(Chunk(batch, rows, {}, reader), look_up(rows))
    batch.due_at = None
    close(batch)
    return batch


def _hand_in_resumes(larkspur: Larkspur) -> None:
    """Two that can be read and one that cannot; nobody has looked yet."""
    load_in_advance()
    sent = [(name, said.encode()) for name, said in HANDED_IN]
    files = [(name, stage_file(data, "text/plain")) for name, data in sent]
    batch = begin_resumes(
        files, [], lawful_basis="legitimate_interest", evidence="Handed to Ada at the audio meetup in Bremen", source="Meetup",
        tags=["audio meetup"], by=larkspur.by("ada"),
    )  # fmt: skip
    db.session.flush()
    waiting = db.session.query(ResumeFile.id).filter(ResumeFile.batch_id == batch.id).order_by(ResumeFile.id)
    for (file_id,), (_name, data) in zip(waiting.all(), sent, strict=True):
        file = resume_file(file_id)
        found = read(data, DocumentKind.TXT, "DE").get("reading")
        if isinstance(found, dict):
            facts = as_plain(from_plain(found))
            keep_resume_reading(file, text=facts.pop("text"), facts=facts, country="DE")
        else:
            file.state, file.note = ResumeState.UNREADABLE, Reason.SCANNED.value
        file.due_at = None

"""Acts on a candidate's record, split by noun."""

from app.candidates.commands.confirming import confirm_fields
from app.candidates.commands.consents import (
    current_consents,
    give_notice,
    owe_notice,
    record_consent,
    record_notice_shown,
    record_touchpoint,
)
from app.candidates.commands.contacts import (
    add_contact_point,
    add_link,
    make_primary,
    remove_contact_point,
    remove_link,
)
from app.candidates.commands.custom import (
    add_custom_field,
    archive_custom_field,
    change_custom_field,
    move_custom_field,
    restore_custom_field,
    set_custom_values,
)
from app.candidates.commands.documents import (
    add_document,
    note_document_view,
    read_again,
    release_documents,
    remove_document,
    store_reading,
)
from app.candidates.commands.freshness import ask_one_to_refresh, ask_to_refresh, confirm_details
from app.candidates.commands.interest import (
    Signal,
    add_signals,
    change_weights,
    count_anew,
    current_weights,
    void_signals,
)
from app.candidates.commands.notes import remove_note, write_note
from app.candidates.commands.people import (
    CHANGEABLE,
    add_candidate,
    assign_owner,
    change_candidate,
    installation_country,
    made_record,
)
from app.candidates.commands.preferences import (
    Choices,
    change_preferences,
    choose_consents,
    choose_topics,
    ensure_profile,
    pause_mail,
    resume_mail,
    save_topic,
    undo_preferences,
)
from app.candidates.commands.suggestions import accept_suggestions
from app.candidates.commands.tags import add_tag, remove_tag, set_skills
from app.candidates.commands.todos import add_todo, cancel_todos, finish_todo, reassign_todo, snooze_todo

__all__ = [
    "CHANGEABLE", "Choices", "Signal", "accept_suggestions", "add_candidate", "add_contact_point", "add_custom_field",
    "add_document", "add_link", "add_signals", "add_tag", "add_todo", "archive_custom_field", "ask_one_to_refresh",
    "ask_to_refresh", "assign_owner", "cancel_todos", "change_candidate", "change_custom_field", "change_preferences",
    "change_weights", "choose_consents", "choose_topics", "confirm_details", "confirm_fields", "count_anew",
    "current_consents", "current_weights", "ensure_profile", "finish_todo", "give_notice", "installation_country",
    "made_record", "make_primary", "move_custom_field", "note_document_view", "owe_notice", "pause_mail",
    "read_again", "reassign_todo", "record_consent", "record_notice_shown", "record_touchpoint", "release_documents",
    "remove_contact_point", "remove_document", "remove_link", "remove_note", "remove_tag", "restore_custom_field",
    "resume_mail", "save_topic", "set_custom_values", "set_skills", "snooze_todo", "store_reading",
    "undo_preferences", "void_signals", "write_note",
]  # fmt: skip

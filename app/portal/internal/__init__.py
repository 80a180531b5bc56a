"""Jobs for people who work here, behind a link to their company mailbox."""

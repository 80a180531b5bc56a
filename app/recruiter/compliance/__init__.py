"""Pages of compliance: erasing a person, certificates, the register of personal data."""

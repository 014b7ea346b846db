"""The verbs: one a file, the only writers of this app. Other apps import from the files or from here."""

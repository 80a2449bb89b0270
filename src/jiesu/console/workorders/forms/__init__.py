"""The verbs' forms: :data:`registry.FORMS` has one for each verb that a page can carry out."""

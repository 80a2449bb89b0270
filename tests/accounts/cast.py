"""People of the tests of accounts."""

PASSWORD = "a-long-phrase 12345"

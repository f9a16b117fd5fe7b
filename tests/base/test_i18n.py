"""Les dates et les heures telles qu’on les lit."""

from datetime import UTC, datetime

from coopmetiers.base.i18n import moment


def test_une_heure_ronde_se_dit_sans_minutes(app):
    with app.test_request_context("/"):
        assert moment(datetime(2026, 5, 6, 8, 0, tzinfo=UTC)).endswith(" à 10\u202fh")
        assert moment(datetime(2026, 5, 6, 8, 5, tzinfo=UTC)).endswith(" à 10\u202fh\u202f05")

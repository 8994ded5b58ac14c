"""A bad value for each CHECK that is no closed list; a new CHECK without one fails the test."""

BAD_VALUES = {
    "ck_constituency_number_positive": {"number": 0},
    "ck_constituency_expected_not_negative": {"expected_units": -1},
    "ck_constituency_roll_not_negative": {"on_roll": -1},
    "ck_reporting_unit_number_positive": {"number": 0},
    "ck_reporting_unit_roll_not_negative": {"on_roll": -1},
    "ck_reporting_unit_polling_unit_has_area": {"area_id": None},
    "ck_reporting_unit_stream_fits_kind": {"stream": "advance_in"},
    "ck_party_number_positive": {"number": 0},
    "ck_candidate_number_positive": {"number": -1},
    "ck_election_one_election": {"id": 2},
    "ck_person_area_one_kind_of_area": {"province_id": 1, "centre_id": 1},
    "ck_photo_attempts_not_negative": {"attempts": -1},
    "ck_photo_has_bytes": {"bytes": 0},
    "ck_sheet_version_positive": {"version": 0},
    "ck_sheet_first_or_second_look": {"look": 3},
    "ck_page_number_positive": {"number": 0},
    "ck_count_shape_of_a_count": {"value": 100_000},
    "ck_published_count_shape_of_a_count": {"value": -1},
    "ck_running_total_value_not_negative": {"value": -1},
    "ck_release_sequence_positive": {"sequence": 0},
}

"""Every page of the review desk."""

from fastapi import APIRouter

from review import (
    accounts_page,
    actions,
    apart_page,
    audit_page,
    clerk_actions,
    clerk_page,
    dead_letters,
    enrolment_page,
    history_page,
    images,
    import_page,
    new_password,
    objections_page,
    operations_page,
    outside_page,
    phone_page,
    publication_page,
    queue_page,
    recall_actions,
    recheck_actions,
    reminding,
    second_factor,
    sheet_page,
    sign_in,
)

router = APIRouter(include_in_schema=False)
for _part in (
    sign_in,
    second_factor,
    new_password,
    queue_page,
    sheet_page,
    history_page,
    recall_actions,
    actions,
    clerk_page,
    clerk_actions,
    publication_page,
    apart_page,
    phone_page,
    import_page,
    reminding,
    objections_page,
    images,
    enrolment_page,
    recheck_actions,
    outside_page,
    accounts_page,
    dead_letters,
    operations_page,
    audit_page,
):
    router.include_router(_part.router)

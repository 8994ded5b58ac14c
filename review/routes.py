"""Every page of the review desk."""

from fastapi import APIRouter

from review import (
    actions,
    enrolment_page,
    images,
    queue_page,
    recall_actions,
    second_factor,
    sheet_page,
    sign_in,
)

router = APIRouter(include_in_schema=False)
for _part in (
    sign_in,
    second_factor,
    queue_page,
    sheet_page,
    recall_actions,
    actions,
    images,
    enrolment_page,
):
    router.include_router(_part.router)

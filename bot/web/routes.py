"""Every page of /send, and the form for a wrong number."""

from fastapi import APIRouter

from bot.web import enrolling, images, objecting, photos, read_back, shell, unit_page

router = APIRouter(include_in_schema=False)
for _part in (unit_page, enrolling, photos, read_back, images, shell, objecting):
    router.include_router(_part.router)

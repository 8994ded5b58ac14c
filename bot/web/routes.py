"""Every page of /send."""

from fastapi import APIRouter

from bot.web import enrolling, images, photos, read_back, shell, unit_page

router = APIRouter(include_in_schema=False)
for _part in (unit_page, enrolling, photos, read_back, images, shell):
    router.include_router(_part.router)

"""Where the cards lie that others show beside a shared link."""


def card_path(page: str) -> str:
    """Return where the card of a page lies in Thai."""
    return f"cards/{page.removesuffix('.html')}.png"


def card_page(page: str) -> str:
    """Return the page whose card stands for a page: all others have the country's."""
    known = page.startswith(("c/", "p/")) or page == "index.html"
    return page if known else "index.html"

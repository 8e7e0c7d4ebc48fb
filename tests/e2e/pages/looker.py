"""Look at a page as it is now: with axe, light and dark, and on a small screen."""

from playwright.sync_api import Page

from local.template import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SMALL = {"width": 320, "height": 640}


class Looker:
    """Looks at a view as it is now: with axe, light and dark, and on a small screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []

    def look(self) -> None:
        title = self.page.get_by_role("heading", level=1).inner_text()
        self.seen.append(title)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found = self.page.evaluate("async () => (await axe.run()).violations")
            faults = [(each["id"], each["nodes"][0]["html"]) for each in found]
            assert not faults, (title, scheme, faults)
        wide = self.page.viewport_size
        self.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], title
        self.page.set_viewport_size(wide)  # type: ignore[arg-type]
        assert len(self.page.get_by_role("heading", level=1).all()) == 1

"""Pages that stand where an article should, each with what is told of it; all are invented."""

from textwrap import dedent

from invented_pages import FOOTER, MENU


def wall(*, title: str, text: str, more: str = "") -> bytes:
    """Return a page that stands where an article should."""
    return dedent(
        f"""<!doctype html><html><head><title>{title}</title></head><body>
        {MENU.format(outlet="The Velmora Post")}<main>{text}{more}</main>
        {FOOTER.format(outlet="The Velmora Post")}</body></html>"""
    ).encode()


WALLS = {
    "robot-check": (
        wall(title="Just a moment...", text="<p>Checking your browser before you go on.</p>"),
        "check for robots",
    ),
    "captcha": (
        wall(title="velmora-post.test", text="<h1>Human verification</h1><p>Pick all boats.</p>"),
        "check for robots",
    ),
    "denied": (
        wall(title="Access Denied", text="<p>You do not have permission. Reference 18.a2.</p>"),
        "check for robots",
    ),
    "consent": (
        wall(
            title="The Velmora Post",
            text="<h1>Before you continue</h1><p>We and our 813 partners store data on your "
            "device to show you advertising that fits. You may change your choice at any time in "
            "the settings of your browser.</p><button>Accept all cookies</button>",
        ),
        "agree to cookies",
    ),
    "login": (
        wall(
            title="Log in | The Velmora Post",
            text="<p>Welcome back.</p><form><input name=u><input type=password></form>",
        ),
        "log in or to subscribe",
    ),
    "subscribe": (
        wall(
            title="Bridge closed",
            text="<h1>Bridge closed</h1><p>The bridge of Velmora was</p><p>Subscribe to continue "
            "reading. Already a subscriber? Use your account.</p>",
        ),
        "log in or to subscribe",
    ),
    "not-found": (
        wall(
            title="404 | The Velmora Post",
            text="<h1>Page not found</h1><p>The page you look for may have moved. Try the search "
            "or go to the front page, where the most read stories of the day stand.</p>",
        ),
        "no such page",
    ),
    "gone": (
        wall(title="Velmora Post", text="<h1>This story is no longer available</h1>"),
        "no such page",
    ),
    "needs-script": (
        wall(title="Velmora Post", text="<p>You need to enable JavaScript to run this app.</p>"),
        "JavaScript",
    ),
    "front-page": (
        wall(
            title="The Velmora Post: news of the valley",
            text="".join(
                f'<div class="teaser"><h2><a href="/{number}">Story number {number} of the valley '
                "is about the people who live there</a></h2></div>"
                for number in range(40)
            ),
        ),
        "list of articles|too little text",
    ),
    "too-little": (
        wall(title="A photo", text="<h1>A photo</h1><p>The quay at dawn, seen today.</p>"),
        "too little text",
    ),
    "empty": (b"", "empty|too little"),
    "only-tags": (b"<html><body></body></html>", "too little text"),
}

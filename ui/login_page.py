"""The page where a visitor signs in: plain HTML, no script."""

from html import escape

__all__ = ["render_login"]

_STYLE = """
:root {
  --paper: #fbfaf6; --sheet: #ffffff; --ink: #1e1d1a; --quiet: #5e5a52; --rule: #dfdbd0;
  --link: #1f4e87; --bad: #a3271f; color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171613; --sheet: #1e1d19; --ink: #e9e5da; --quiet: #aba598; --rule: #38352d;
    --link: #9cc3f2; --bad: #ff9d92;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center;
  padding: 24px 16px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { width: 100%; max-width: 380px; }
h1 {
  margin: 0; font: 600 30px/1.2 "Iowan Old Style", "Palatino Linotype", Palatino, Charter,
    "Source Serif 4", "Noto Serif", "Liberation Serif", Georgia, "Times New Roman", serif;
}
p { margin: 4px 0 0; color: var(--quiet); }
.problem {
  margin-top: 18px; padding-left: 12px; border-left: 3px solid var(--bad); color: var(--bad);
}
form { margin-top: 22px; padding-top: 4px; border-top: 1px solid var(--rule); }
label { display: block; margin: 14px 0 4px; font-weight: 600; }
input {
  width: 100%; min-height: 46px; padding: 10px 12px; border: 1px solid var(--quiet);
  border-radius: 8px; background: var(--sheet); color: var(--ink); font: inherit;
}
button {
  width: 100%; min-height: 46px; margin-top: 22px; border: 0; border-radius: 8px; font: inherit;
  font-weight: 600; background: var(--link); color: var(--paper); cursor: pointer;
}
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
"""


def render_login(*, problem: str = "", query: str = "") -> str:
    """Return the page.

    Args:
        problem: Why signing in failed, as plain text.
        query: What stood behind the ``?`` of the address that was asked for.
    """
    told = f'<p class="problem" role="alert" id="problem">{escape(problem)}</p>' if problem else ""
    described = ' aria-describedby="problem"' if problem else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in – Ask the article</title>
<link rel="icon" href="/favicon.ico">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Ask the article</h1>
<p>Sign in to read and ask.</p>
{told}
<form method="post" action="/login">
<input type="hidden" name="query" value="{escape(query)}">
<label for="username">Name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none"
 spellcheck="false" maxlength="64" required autofocus{described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 maxlength="200" required{described}>
<button>Sign in</button>
</form>
</main>
</body>
</html>
"""

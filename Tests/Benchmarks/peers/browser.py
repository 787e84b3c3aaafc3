"""Opens a page in Chromium, and tells when a reader can use it: parsed, laid out, its scripts run, the first picture painted."""

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto("about:blank")
    page.goto(Path(sys.argv[1]).resolve().as_uri(), wait_until="load")
    # From the start of the navigation to the second frame after everything was loaded and its scripts had run.
    milliseconds = page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))")
    browser.close()
print(json.dumps({"usable": milliseconds / 1000}))

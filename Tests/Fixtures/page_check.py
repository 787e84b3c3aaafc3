"""Looks at reports in a real browser: what is wrong is printed, a line each; else what was looked at.

    page_check.py all PAGE...       quiet, accessible, as wide as the window, without a script, on paper
    page_check.py live PAGE         what a reader can do: tables, quiz, tabs, graph, theme
    page_check.py figures PAGE      what a reader can do with figures: hover, zoom, legend, downloads, touch
"""

import json
import pathlib
import struct
import sys
import xml.etree.ElementTree

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 375, 768, 1024, 1440, 2560]

findings: list[str] = []


def expect(holds: bool, what: str) -> None:
    if not holds:
        findings.append(what)


def open_page(browser, path: str, **options):
    """A page in a window of its own with the network off, and what it said and asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True, **options)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(f"asks for {request.url[:80]}") if request.url[:5] not in ("data:", "file:", "blob:") else None)
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url) if request.url.startswith("file:") else None)
    page.goto(pathlib.Path(path).resolve().as_uri())
    page.wait_for_timeout(100)
    return page, said, files


def check_all(browser, path: str) -> None:
    name = pathlib.Path(path).name
    for scheme in ("light", "dark"):
        page, said, files = open_page(browser, path, color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        for violation in Axe().run(page, options={"runOnly": RULES}).response["violations"]:
            findings.append(f"{name} {scheme}: {violation['id']}: {violation['nodes'][0]['html'][:120]}")
        expect(said == [], f"{name} {scheme}: says {said}")
        expect(len(files) == 1, f"{name} {scheme}: reads {files[1:]}")
        expect(page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", f"{name}: moves where motion is to be reduced")
        for width in WIDTHS if scheme == "light" else []:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(50)
            found = page.evaluate("document.documentElement.scrollWidth")
            expect(found <= width, f"{name}: {found} px wide in a window of {width}")
        page.context.close()
    page, said, _ = open_page(browser, path, java_script_enabled=False)
    expect(page.locator("main h1").count() == 1 and page.locator("[role=tablist]").count() == 0, f"{name}: is not whole without a script")
    expect(page.locator(".tab:visible").count() == page.locator(".tab").count(), f"{name}: hides tabs without a script")
    page.context.close()
    page, said, _ = open_page(browser, path)
    page.emulate_media(media="print")
    expect(page.locator(".tab:visible").count() == page.locator(".tab").count(), f"{name}: hides tabs on paper")
    expect(page.locator(".contents:visible, .table-tools:visible, button.theme:visible").count() == 0, f"{name}: prints what only a screen can do")
    expect(page.pdf()[:5] == b"%PDF-", f"{name}: cannot be printed")
    page.context.close()


def check_table(page) -> None:
    output = page.locator(".output.table", has=page.locator("table[data-whole]")).first
    cells = lambda: output.locator("tbody tr td:first-child").all_inner_texts()
    status = output.locator("[role=status]")
    expect(status.inner_text() == "1–10 of 60", f"table: {status.inner_text()}")
    head = output.locator("th button").first
    head.click()
    head.press("Enter")
    page.wait_for_timeout(50)
    expect(cells()[:2] == ["8.429", "8.286"], f"table sorted down: {cells()[:2]}")
    expect(output.locator("th[aria-sort=descending]").count() == 1, "table: tells not how it is sorted")
    output.get_by_role("button", name="Next rows").click()
    expect(status.inner_text() == "11–20 of 60", f"table paged: {status.inner_text()}")
    output.locator("input").fill("a 10")
    page.wait_for_timeout(300)
    expect(all(text.endswith("a") for text in output.locator("tbody tr").all_inner_texts()), "table: rows that do not fit")
    expect(0 < len(cells()) < 10, f"table filtered: {len(cells())}")
    output.locator("input").fill("nothing at all")
    page.wait_for_timeout(300)
    expect(status.inner_text() == "No row fits", f"table: {status.inner_text()}")
    sticky = page.evaluate("getComputedStyle(document.querySelector('table.data thead th')).position")
    expect(sticky == "sticky", f"table: its head is {sticky}")


def check_quiz(page) -> None:
    quiz = page.locator("form.quiz")
    wrong = quiz.get_by_label("A false alarm")
    wrong.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = quiz.locator("fieldset").first
    expect(first.get_attribute("data-verdict") == "wrong", "quiz: takes a wrong answer")
    quiz.get_by_label("A missed tumour").check()
    first.get_by_role("button", name="Check").press("Enter")
    expect(first.get_attribute("data-verdict") == "right", "quiz: refuses the right answer")
    expect(first.get_by_text("Nobody would treat it.").is_visible(), "quiz: gives no explanation")
    quiz.get_by_label("Your answer").fill("60")
    page.keyboard.press("Enter")
    expect(quiz.locator(".score").inner_text() == "2 of 2 right", f"quiz: {quiz.locator('.score').inner_text()}")
    page.reload()
    expect(quiz.locator(".score").inner_text() == "2 of 2 right", "quiz: forgets what was answered")
    quiz.get_by_role("button", name="Start over").click()
    expect(quiz.locator("input:checked").count() == 0 and not quiz.locator(".quiz-foot").is_visible(), "quiz: does not start over")


def check_tabs(page) -> None:
    first = page.get_by_role("tab", name="R", exact=True)
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Python").get_attribute("aria-selected") == "true", "tabs: arrows choose none")
    expect(page.get_by_text("in Python").is_visible() and not page.get_by_text("in R").is_visible(), "tabs: show another")
    page.evaluate("location.hash = '#r'")
    page.wait_for_timeout(50)
    expect(page.get_by_text("in R").is_visible(), "tabs: a link into one does not open it")


def check_graph(page) -> None:
    graph = page.locator("figure.graph")
    graph.locator("a[data-name=forest]").press("Enter")
    names = graph.locator("a.in").evaluate_all("nodes => nodes.map(node => node.dataset.name)")
    expect(names == ["rows", "parts", "forest", "scores", "model.evaluate#2"], f"graph: {names}")
    expect(graph.locator(".lineage").inner_text() == "forest: made from parts, rows; used by scores, model.evaluate#2.", f"graph: {graph.locator('.lineage').inner_text()}")
    page.keyboard.press("Escape")
    expect(graph.locator("a.in").count() == 0, "graph: Escape does not clear it")
    page.evaluate("for (const details of document.querySelectorAll('.record')) details.open = true")
    page.locator("a[data-lineage][data-output=test]").click()
    names = graph.locator("a.in").evaluate_all("nodes => nodes.map(node => node.dataset.name)")
    expect(names == ["rows", "parts", "scores", "model.evaluate#2"], f"graph of an output: {names}")


def check_theme(page) -> None:
    page.evaluate("scrollTo(0, 0)")
    page.locator("button.theme").click()
    expect(page.evaluate("document.documentElement.dataset.theme") == "dark", "theme: stays light")
    page.reload()
    expect(page.evaluate("document.documentElement.dataset.theme") == "dark", "theme: is forgotten")


def centre(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def figure_of(page, name: str):
    figure = page.locator(f"figure.drawn:has(.canvas[data-name^={name}])")
    figure.scroll_into_view_if_needed()
    return figure


def labels(figure, axis: str = "x") -> list[str]:
    return figure.locator(f".panel > .{axis} text").all_text_contents()


def check_hover(page) -> None:
    figure, tip = figure_of(page, "scatter"), page.locator(".datum")
    mark = figure.locator(".marks circle").first
    said = mark.locator("title").text_content()
    page.mouse.move(*centre(mark))
    expect(tip.is_visible() and tip.inner_text() == said, f"hover: says {tip.inner_text() if tip.is_visible() else 'nothing'}, not {said}")
    expect(mark.locator("title").count() == 0, "hover: the browser's own title shows too")
    page.mouse.move(2, 2)
    expect(not tip.is_visible() and mark.locator("title").text_content() == said, "hover: does not end, or loses the title")
    figure = figure_of(page, "both")
    line = figure.locator("[data-axes] path").first
    place = line.evaluate("path => { const p = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM()); return [p.x, p.y] }")
    page.mouse.move(*place)
    expect("y: " in tip.inner_text() and "v: " not in tip.inner_text(), f"hover: a line of the second axis says {tip.inner_text()}")
    expect(tip.evaluate("tip => getComputedStyle(tip).transitionDuration + getComputedStyle(tip).animationName") == "0snone", "hover: moves where motion is to be reduced")
    page.mouse.move(2, 2)


def check_zoom(page) -> None:
    figure = figure_of(page, "scatter")
    before, grid = labels(figure), figure.locator(".grid").inner_html()
    box = figure.locator(".grid").bounding_box()
    whole = figure.get_by_role("button", name="Show the whole")
    expect(not whole.is_visible(), "zoom: offers the whole before")
    at = lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])

    def drag(start, end):
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        expect(page.locator(".selection").count() == 1, "zoom: a drag shows nothing")
        page.mouse.up()

    drag(at(0.3, 0.3), at(0.5, 0.6))
    expect(labels(figure) != before and len(labels(figure)) > 1, f"zoom: axis says {labels(figure)}")
    expect(figure.locator(".selection").count() == 0 and whole.is_visible(), "zoom: leaves its frame, or no way back")
    mark = figure.locator(".marks circle").first
    sides = mark.evaluate("mark => { const { width, height } = mark.getBoundingClientRect(); return [width, height] }")
    expect(abs(sides[0] - sides[1]) < 0.5, f"zoom: discs are {sides}")
    page.mouse.dblclick(*at(0.5, 0.5))
    expect(labels(figure) == before and figure.locator(".grid").inner_html() == grid and not whole.is_visible(), "zoom: a double click does not show the whole")
    tall = labels(figure, "y")
    drag(at(0.2, 0.5), at(0.6, 0.5))
    expect(labels(figure) != before and labels(figure, "y") == tall, "zoom: a drag along x changes y")
    whole.click()
    expect(labels(figure) == before, "zoom: the button does not show the whole")
    svg = figure.locator(".canvas svg")
    svg.focus()
    for key in ("+", "ArrowLeft"):
        page.keyboard.press(key)
    expect(labels(figure) != before, "zoom: keys do nothing")
    page.keyboard.press("0")
    expect(labels(figure) == before, "zoom: 0 does not show the whole")
    panels = figure_of(page, "panels")
    box = panels.locator(".grid").first.bounding_box()
    drag(at(0.2, 0.2), at(0.7, 0.7))
    moved = panels.locator(".panel > .marks > g").evaluate_all("groups => groups.map(group => group.getAttribute('transform'))")
    expect(len(moved) == 2 and all(transform and not transform.startswith("matrix(1 ") for transform in moved), f"zoom: panels of one axis move apart: {moved}")
    panels.get_by_role("button", name="Show the whole").click()


def check_legend(page) -> None:
    figure = figure_of(page, "scatter")
    entry = figure.get_by_role("button", name="a", exact=True)
    shown = lambda key: figure.locator(f".marks [data-key={key}]").evaluate("marks => getComputedStyle(marks).visibility === 'visible'")
    entry.click()
    expect(entry.get_attribute("aria-pressed") == "true" and shown("a") and not shown("b"), "legend: a click does not filter")
    entry.focus()
    page.keyboard.press("Space")
    expect(entry.get_attribute("aria-pressed") == "false" and shown("b"), "legend: a key does not show all again")
    # What is hidden while the figure is zoomed stands in its place when it comes back.
    entry.click()
    svg = figure.locator(".canvas svg")
    svg.press("+")
    entry.click()
    moved = figure.locator(".marks [data-key=b] circle").first.evaluate("mark => mark.getAttribute('transform').split(' ').map(parseFloat)[4]")
    expect(moved > 1, f"legend: a mark that was hidden is moved by {moved}")
    svg.press("0")
    pixels = figure_of(page, "many")
    entry = pixels.get_by_role("button", name="b", exact=True)
    shown = lambda: pixels.locator(".marks image").evaluate_all("images => images.map(image => getComputedStyle(image).visibility === 'visible')")
    expect(shown() == [True, False, False], f"legend: of marks as pixels shows {shown()}")
    entry.click()
    expect(shown() == [False, False, True], f"legend: of marks as pixels shows {shown()} for the second of two")
    entry.click()
    expect(shown() == [True, False, False], f"legend: of marks as pixels shows {shown()} again")


def check_downloads(page) -> None:
    figure = figure_of(page, "scatter")
    figure.locator("summary").click()

    def saved(locator) -> tuple[str, bytes]:
        with page.expect_download() as download:
            locator.click()
        return download.value.suggested_filename, pathlib.Path(download.value.path()).read_bytes()

    name, svg = saved(figure.get_by_role("button", name="SVG"))
    root = xml.etree.ElementTree.fromstring(svg)
    expect(name == "scatter-figure.svg" and root.tag == "{http://www.w3.org/2000/svg}svg", f"downloads: {name} is {root.tag}")
    expect(b"var(" not in svg and b"aria-pressed" not in svg and svg.count(b"<circle") > 60, "downloads: the SVG needs the page")
    name, png = saved(figure.get_by_role("button", name="PNG"))
    width, height = struct.unpack(">II", png[16:24])
    size = [float(part) for part in root.get("viewBox").split()[2:]]
    expect(name == "scatter-figure.png" and png[:4] == b"\x89PNG" and [width, height] == [int(3 * part) for part in size], f"downloads: {name} is {width} by {height}")
    name, csv = saved(figure.locator("a.attachment"))
    expect(csv.decode().splitlines()[0] == "x,y,kind" and len(csv.decode().splitlines()) == 61, f"downloads: {name} begins {csv[:40]}")
    name, text = saved(figure.get_by_role("button", name="Vega-Lite"))
    specification = json.loads(text)
    rows = specification["datasets"][specification["data"]["name"]]
    expect(name == "scatter-figure.vl.json" and len(rows) == 60 and isinstance(rows[0]["x"], (int, float)) and rows[0]["kind"] in "ab", f"downloads: {name} has {rows[:1]}")


def check_touch(browser, path: str) -> None:
    page, said, _ = open_page(browser, path, has_touch=True, color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 800})
    figure = figure_of(page, "scatter")
    before = labels(figure)
    box = figure.locator(".grid").bounding_box()
    session = page.context.new_cdp_session(page)
    at = lambda x, y: {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
    send = lambda kind, *fingers: session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{**finger, "id": place} for place, finger in enumerate(fingers)]})

    send("touchStart", at(0.4, 0.5), at(0.6, 0.5))
    for step in range(1, 5):
        send("touchMove", at(0.4 - 0.05 * step, 0.5), at(0.6 + 0.05 * step, 0.5))
    send("touchEnd")
    near = labels(figure)
    expect(near != before, "touch: two fingers do not zoom")
    send("touchStart", at(0.4, 0.5), at(0.6, 0.5))
    for step in range(1, 5):
        send("touchMove", at(0.4 + 0.05 * step, 0.5), at(0.6 + 0.05 * step, 0.5))
    send("touchEnd")
    expect(labels(figure) != near, "touch: two fingers do not move")
    expect(page.evaluate("visualViewport.scale") == 1, "touch: the page is zoomed with the figure")
    near, top = labels(figure), page.evaluate("scrollY")
    send("touchStart", at(0.5, 0.8))
    for step in range(1, 9):
        send("touchMove", at(0.5, 0.8 - 0.1 * step))
    send("touchEnd")
    page.wait_for_timeout(300)
    expect(page.evaluate("scrollY") > top and labels(figure) == near, "touch: one finger does not scroll the page")
    expect(said == [], f"touch: says {said}")
    page.context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    mode, paths = sys.argv[1], sys.argv[2:]
    if mode == "all":
        for path in paths:
            check_all(browser, path)
        done = [pathlib.Path(path).name for path in paths]
    else:
        page, said, _ = open_page(browser, paths[0], color_scheme="light", reduced_motion="reduce")
        page.set_default_timeout(5000)
        done = []
        live = [check_table, check_quiz, check_tabs, check_graph, check_theme]
        for check in live if mode == "live" else [check_hover, check_zoom, check_legend, check_downloads, check_touch]:
            try:
                check(*((browser, paths[0]) if check is check_touch else (page,)))
            except Exception as error:  # What a check cannot find is a finding.
                findings.append(f"{check.__name__}: {str(error).splitlines()[0]}")
            done.append(check.__name__.removeprefix("check_"))
        expect(said == [], f"says {said}")
    browser.close()
print("\n".join(findings) if findings else "looked at " + ", ".join(done))

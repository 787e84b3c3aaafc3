"""Looks at reports in a real browser: what is wrong is printed, a line each; else what was looked at.

    page_check.py all PAGE...       quiet, accessible, as wide as the window, without a script, on paper
    page_check.py live PAGE         what a reader can do: tables, quiz, tabs, graph, theme
"""

import pathlib
import sys

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
        for check in (check_table, check_quiz, check_tabs, check_graph, check_theme):
            try:
                check(page)
            except Exception as error:  # What a check cannot find is a finding.
                findings.append(f"{check.__name__}: {str(error).splitlines()[0]}")
            done.append(check.__name__.removeprefix("check_"))
        expect(said == [], f"says {said}")
    browser.close()
print("\n".join(findings) if findings else "looked at " + ", ".join(done))

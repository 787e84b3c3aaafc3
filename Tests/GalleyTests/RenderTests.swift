import Glibc
import TestSupport
import Testing

/// `galley render` and `galley template`.
@Suite struct RenderTests {
  @Test func aStudentsFileHoldsNoSolution() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Galley.sample + "\n> [!solution]- It\n> The answer is 4711.\n", to: "sample.md")
    try galley.run("run", "sample.md")
    #expect(try galley.run("render", "sample.md", "--audience", "student").stderr == "report: sample.student.html\n")
    #expect(try galley.read("sample.html").contains("4711") && !galley.read("sample.student.html").contains("4711"))
    try galley.run("render", "sample.md", "--audience", "instructor", "-o", "teacher.html")
    #expect(try galley.read("teacher.html").contains("<details class=\"box solution\" open>"))
    #expect(try galley.run("render", "sample.md", "--audience", "teacher").stderr.contains("'--audience' must be one of student, instructor, not 'teacher'"))
  }

  @Test func exercisesAreScoredOnTheTerminal() throws {
    let galley = try Galley()
    try galley.writeSample()
    let exercise = "\n> [!exercise] Count\n> ```{table.describe mine}\n> table: ___\n> ```\n>\n> ```{expect}\n> $mine.summary.rows == 3\n> ```\n"
    try galley.write(Galley.sample + exercise, to: "sample.md")
    let blank = try galley.run("run", "sample.md")
    #expect(blank.status == 0)
    #expect(blank.stderr.contains("to be filled in: table"))
    #expect(blank.stderr.contains("0 of 1 exercise solved"))
    try galley.write(Galley.sample + exercise.replacing("___", with: "$rows"), to: "sample.md")
    let filled = try galley.run("run", "sample.md")
    #expect(filled.status == 0, "\(filled.stderr)")
    #expect(filled.stderr.contains("1 of 1 exercise solved"))
  }

  @Test func templatesAreListedPrintedAndPlacedWhenBroken() throws {
    let galley = try Galley()
    try galley.writeSample()
    let list = try galley.run("template", "show").stdout
    for name in ["page.mustache", "style.css", "theme-paper.css", "quiz.mustache", "script.js"] { #expect(list.contains("\(name)  ")) }
    #expect(try galley.run("template", "show", "step").stdout.hasPrefix("<section class=\"step {{state}}\""))
    #expect(try galley.run("template", "show", "stile.css").stderr.contains("there is no template 'stile.css'; did you mean 'style.css'?"))
    mkdir(galley.path("looks"), 0o755)
    try galley.write("<header>\n{{#title}}\n", to: "looks/title.mustache")
    let broken = try galley.run("render", "sample.md", "--template", "looks")
    #expect(broken.status == 2)
    #expect(broken.stderr.contains("galley: title.mustache:3:1: error: a section is open at the end"))
    try galley.write("<header><h1>Mine: {{title}}</h1></header>", to: "looks/title.mustache")
    #expect(try galley.run("render", "sample.md", "--template", "looks").status == 0)
    #expect(try galley.read("sample.html").contains("<h1>Mine: A sample</h1>"))
  }

  @Test func aThemeIsChosen() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("render", "sample.md", "--theme", "paper")
    #expect(try galley.read("sample.html").contains("The look of a printed article"))
    #expect(try galley.run("render", "sample.md", "--theme", "papier").stderr.contains("'--theme' must be one of clear, paper, not 'papier'"))
    try galley.write(Galley.sample.replacing("title: A sample", with: "title: A sample\ntheme: papre"), to: "sample.md")
    #expect(try galley.run("check", "sample.md").stderr.contains("'theme' must be one of clear, paper, not 'papre'; did you mean 'paper'?"))
  }

  @Test func formulasAreDrawnByKaTeXWhereItIs() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Galley.sample + "\n$$ \\frac{a}{b} $$\n\nAnd $\\nonsense$.\n", to: "sample.md")
    // Without programs to run, the TeX is shown and the terminal says what is missing.
    #expect(try galley.run("render", "sample.md", environment: ["PATH": "/nonexistent"]).stderr.contains("note: formulas are shown as TeX: KaTeX is not here"))
    #expect(try galley.read("sample.html").contains(">\\frac{a}{b}</div>"))
    guard Program.exists("node"), access("/usr/share/nodejs/katex/package.json", R_OK) == 0 else {
      print("SKIPPED \(#function): KaTeX is not here: apt-get install node-katex")
      return
    }
    let drawn = try galley.run("render", "sample.md")
    #expect(drawn.stderr.contains("warning: a formula is shown as TeX: KaTeX parse error: Undefined control sequence: \\nonsense"))
    let page = try galley.read("sample.html")
    #expect(page.contains("alttext=\"\\frac{a}{b}\"><mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow></math>"))
    #expect(page.contains("<span class=\"math broken\""))
    // What KaTeX made is kept, so another page of the same formulas asks it nothing.
    try galley.run("render", "sample.md", "--theme", "paper")
    #expect(try galley.read("sample.html").contains("<mfrac>"))
  }

  @Test func thePDFHasItsPagesAndItsOutline() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    let without = try galley.run("render", "sample.md", "--to", "pdf", environment: ["PATH": "/nonexistent"])
    #expect(without.status == 1)
    #expect(without.stderr == "galley: there is no Chromium, which makes the PDF (apt-get install chromium)\n")
    guard Program.exists("chromium") else {
      print("SKIPPED \(#function): there is no chromium")
      return
    }
    let made = try galley.run("render", "sample.md", "--to", "pdf")
    #expect(made.status == 0, "\(made.stderr)")
    let bytes = try readFile(galley.path("sample.pdf"))
    #expect(bytes.starts(with: "%PDF-".utf8))
    #expect(String(decoding: bytes, as: UTF8.self).contains("/Outlines"))
  }
}

import Execution
import Literate
import Tooling

/// The page from its first byte to its last.
extension PageDrawing {
  func drawPage() {
    let front = document.frontMatter
    let title = front.title.isEmpty ? environment.notebook : front.title
    let script = self.script
    let contents = front.toc ? self.contents() : []
    let context: TemplateFields = [
      "lang": front.lang.isEmpty ? "en" : front.lang, "title": title, "description": front.description ?? "",
      "hasDescription": front.description != nil, "hasContributors": !front.contributors.isEmpty,
      "contributors": front.contributors.joined(separator: ", "), "version": environment.version,
      "policy": Self.policy(script: script), "style": Self.withoutEndTag(style, of: "style"), "script": script,
      "skip": PageWords.skip, "contentsWord": PageWords.contents, "contents": contents, "hasContents": contents.count > 1,
      "theme": PageWords.theme, "words": Self.scriptWords,
    ]
    templates.stream("page", context, to: out) {
      out.write(templates.render("title", titleContext(title)))
      drawAttention()
      draw(document.blocks)
      drawKeyPoints()
      drawFootnotes()
      drawProvenance()
    }
  }

  /// Nothing but what the page itself holds: its own style, its own script by its hash, and images in `data:` addresses.
  static func policy(script: String) -> String {
    "default-src 'none'; style-src 'unsafe-inline'; script-src '\(ScriptHash.source(of: script))'; img-src data:; base-uri 'none'; form-action 'none'"
  }

  /// A style that a user gives cannot end its element early.
  private static func withoutEndTag(_ text: String, of element: String) -> String {
    let end = "</\(element)"
    return text[...].utf8.firstIndex(of: end) == nil ? text : text.replacing(end, with: "<\\/\(element)")
  }

  private func titleContext(_ title: String) -> TemplateFields {
    let front = document.frontMatter
    var facts: [TemplateFields] = []
    func add(_ icon: String, _ word: String, _ text: String?) {
      if let text, !text.isEmpty { facts.append(["icon": icon, "word": word, "text": text]) }
    }
    add("level", PageWords.level, front.level.map(PageWords.level))
    add("time", PageWords.time, front.timeEstimation.map { DurationText.text(estimation: $0) })
    add("date", PageWords.date, front.date.map { CalendarText(iso: $0)?.date ?? $0 })
    add("license", PageWords.license, front.license)
    if let score = outcome.exerciseScore { add("exercise", PageWords.box("exercise"), PageWords.exerciseScore(score.solved, of: score.count)) }
    func list(_ word: String, _ kind: String, _ items: [String]) -> TemplateFields {
      ["word": word, "kind": kind, "items": items, "isShown": !items.isEmpty]
    }
    let lists = [
      list(PageWords.questions, "question", front.questions), list(PageWords.objectives, "objective", front.objectives),
      list(PageWords.requirements, "requirement", front.requirements),
    ].filter { $0["isShown"] as? Bool == true }
    return [
      "title": title, "description": front.description ?? "", "hasDescription": front.description?.isEmpty == false,
      "facts": facts, "hasFacts": !facts.isEmpty, "tags": front.tags, "hasTags": !front.tags.isEmpty,
      "by": PageWords.by, "contributors": front.contributors, "hasContributors": !front.contributors.isEmpty,
      "lists": lists, "hasLists": !lists.isEmpty,
    ]
  }

  /// Headings of the two highest levels, and the page's own last part.
  private func contents() -> [TemplateFields] {
    let top = topLevel
    var entries: [TemplateFields] = []
    for block in document.blocks {
      guard case .heading(let level, let text, let anchor) = block else { continue }
      guard level <= top + 1 else { continue }
      let number = crossReferences.sections[anchor] ?? ""
      entries.append([
        "depth": level - top + 1, "anchor": anchor, "text": Self.plainText(text), "number": number, "hasNumber": !number.isEmpty,
      ])
    }
    func add(_ anchor: String, _ text: String) {
      entries.append(["depth": 1, "anchor": anchor, "text": text, "number": "", "hasNumber": false])
    }
    if !document.frontMatter.keyPoints.isEmpty { add("page.key-points", PageWords.keyPoints) }
    if !plan.steps.isEmpty { add("page.provenance", PageWords.provenance) }
    return entries
  }

  /// What a reader must know first: what failed, was skipped, or does not hold, with links to each place.
  private func drawAttention() {
    let failed = outcome.steps.indices.filter { outcome.steps[$0].status == .failed }
    let skipped = outcome.steps.indices.filter { outcome.steps[$0].status == .skipped && !isWanted(skip: $0) }
    let exercises = outcome.expectationsOfExercises
    let unmet = outcome.expectations.indices.filter { !exercises.contains($0) && outcome.expectations[$0].contains { $0.passed != true } }
    let unmetCount = unmet.reduce(0) { $0 + outcome.expectations[$1].count { $0.passed != true } }
    let missing = outcome.values.count { if case .failure = $0 { true } else { false } }
    let stale = options.staleSteps.sorted().filter { plan.steps.indices.contains($0) }
    var items: [HTML] = []
    func steps(_ places: [Int], _ words: String) {
      guard !places.isEmpty else { return }
      let links = places.prefix(8).map { "<a href=\"#\(anchor(ofStep: $0))\">\(plan.steps.indices.contains($0) ? plan.steps[$0].id : "")</a>" as HTML }
      items.append("\(words): \(markup: links.map(\.text).joined(separator: ", "))\(places.count > 8 ? ", …" : "")")
    }
    steps(failed, PageWords.failures(failed.count))
    steps(skipped, PageWords.skips(skipped.count))
    if let first = unmet.first { items.append("<a href=\"#expect.\(first + 1)\">\(PageWords.unmet(unmetCount))</a>") }
    if missing > 0 { items.append("\(PageWords.missingValues(missing))") }
    steps(stale, PageWords.staleSteps(stale.count))
    guard !items.isEmpty else { return }
    let isFailure = !failed.isEmpty || !unmet.isEmpty || missing > 0
    out.write("<div class=\"notice attention \(isFailure ? "failure" : "warning")\" role=\"status\">\(icon(isFailure ? "failure" : "warning"))<div><p><strong>\(PageWords.attention).</strong></p><ul>")
    for item in items { out.write("<li>\(item)</li>") }
    out.write("</ul></div></div>\n")
  }

  /// Whether the notebook itself asked to skip the step, or a learner has yet to fill in what it needs: then it is no news.
  private func isWanted(skip place: Int) -> Bool {
    plan.steps.indices.contains(place) && (plan.steps[place].isSkipped || toFillIn.contains(place))
  }

  private func drawKeyPoints() {
    let front = document.frontMatter
    func section(_ anchor: String, _ word: String, _ items: [String]) {
      guard !items.isEmpty else { return }
      out.write("<section class=\"key-points\" aria-labelledby=\"\(anchor)\"><h2 id=\"\(anchor)\">\(word)</h2>\n<ul>\n")
      for item in items { out.write("<li>\(item)</li>\n") }
      out.write("</ul></section>\n")
    }
    section("page.key-points", PageWords.keyPoints, front.keyPoints)
    section("page.follow-up", PageWords.followUp, front.followUpTraining)
  }
}

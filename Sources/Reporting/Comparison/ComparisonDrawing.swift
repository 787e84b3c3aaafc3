import Execution
import Tooling

/// The page of a comparison while it is drawn, from its first byte to its last.
struct ComparisonDrawing {
  let comparison: RunComparison
  let tags: [String: String]
  let artifacts: any ArtifactSource
  let templates: TemplateSet
  let out: PageWriter
  private let release: String

  init(
    comparison: RunComparison, tags: [String: String], artifacts: any ArtifactSource, release: String, templates: TemplateSet, out: PageWriter
  ) {
    self.comparison = comparison
    self.tags = tags
    self.artifacts = artifacts
    self.release = release
    self.templates = templates
    self.out = out
  }

  /// Steps that have something to tell.
  var changedSteps: [StepComparison] { comparison.steps.filter { !$0.isSame } }

  func drawPage() {
    let title = ComparisonWords.title(notebooks)
    let hasFigures = comparison.steps.flatMap(\.outputs).contains(where: \.isPicture)
    let script = templates.joined(["script.js", "tables.js"] + (hasFigures ? PageDrawing.figureScripts + ["figure-downloads.js"] : []))
    let contents = sections.map { anchor, text -> TemplateFields in
      ["depth": 1, "anchor": anchor, "text": text, "number": "", "hasNumber": false]
    }
    let context: TemplateFields = [
      "lang": "en", "title": title, "description": "", "hasDescription": false, "hasContributors": false, "contributors": "",
      "version": release, "policy": PageDrawing.policy(script: script), "style": templates.joined(["style.css", "print.css"] + (hasFigures ? ["figure.css"] : []) + ["compared.css"]),
      "script": script, "skip": PageWords.skip, "contentsWord": PageWords.contents, "contents": contents,
      "hasContents": contents.count > 1, "theme": PageWords.theme, "words": PageDrawing.scriptWords,
    ]
    templates.stream("page", context, to: out) {
      out.write("<header class=\"title\"><h1>\(title)</h1>\n")
      if comparison.isSame { out.write("<p class=\"lead\">\(ComparisonWords.same)</p>\n") }
      out.write("</header>\n")
      drawRuns()
      drawParameters()
      drawInputs()
      drawSteps()
      drawMetrics()
      drawPictures()
    }
  }

  private var notebooks: [String] {
    let old = comparison.old.notebook.fileName, new = comparison.new.notebook.fileName
    return old == new ? [new] : [old, new]
  }

  private var sections: [(anchor: String, text: String)] {
    let outputs = comparison.steps.flatMap(\.outputs)
    return [
      ("runs", ComparisonWords.runs, true), ("parameters", ComparisonWords.parameters, !comparison.parameters.isEmpty),
      ("inputs", ComparisonWords.inputs, !comparison.inputs.isEmpty), ("steps", ComparisonWords.steps, !changedSteps.isEmpty),
      ("metrics", ComparisonWords.metrics, outputs.contains(where: \.isMetrics)),
      ("pictures", ComparisonWords.pictures, outputs.contains(where: \.isPicture)),
    ].filter(\.2).map { ($0.0, $0.1) }
  }
}

/// A table of what was and what is.
struct ComparedTable {
  /// The anchor and the text of the section that begins with it; nil where it stands in one.
  var section: (anchor: String, title: String)?
  /// A smaller heading; nil for none.
  var caption: String?
  var head: [String]
  /// Whether the columns after the first hold numbers.
  var isNumeric = false
  var rows: [Row] = []

  struct Row {
    var name: String
    var cells: [String]
    /// What stands behind each cell, to the last digit.
    var exact: [String] = []
    var isSame = false
  }

  var context: TemplateFields {
    [
      "anchor": section?.anchor ?? "", "title": section?.title ?? "", "hasTitle": section != nil, "caption": caption ?? "",
      "hasCaption": caption != nil, "label": caption ?? section?.title ?? head[0],
      "head": head.enumerated().map { ["text": $1, "isNumber": isNumeric && $0 > 0] as TemplateFields },
      "rows": rows.map { row -> TemplateFields in
        [
          "name": row.name, "isSame": row.isSame,
          "cells": row.cells.enumerated().map { place, text -> TemplateFields in
            let exact = row.exact.indices.contains(place) ? row.exact[place] : ""
            return ["text": text, "isNumber": isNumeric, "exact": exact, "hasExact": !exact.isEmpty]
          },
        ]
      },
    ]
  }
}

extension ComparisonDrawing {
  func draw(_ table: ComparedTable) { out.write(templates.render("compared", table.context)) }
}

extension String {
  fileprivate var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}

import Tooling

/// A few tools, enough to write notebooks against.
enum SampleCatalogue {
  static let catalogue = ToolCatalogue([
    tool(
      "table.read", inputs: [InputDeclaration(name: "path", kind: .file, help: "The file.")],
      parameters: [ParameterDeclaration(name: "separator", type: .text, help: "Between cells.", standard: .null)],
      outputs: [OutputDeclaration(name: "table", kind: .table, help: "The table.", isMain: true)]),
    tool(
      "table.filter", inputs: [table],
      parameters: [ParameterDeclaration(name: "where", type: .expression, help: "Which rows.", standard: nil)],
      outputs: [OutputDeclaration(name: "table", kind: .table, help: "The rows.", isMain: true)]),
    tool("table.describe", inputs: [table], outputs: [OutputDeclaration(name: "summary", kind: .table, help: "A row a column.")]),
    tool(
      "table.join", inputs: [InputDeclaration(name: "tables", kind: .table, help: "The tables.", isList: true)],
      outputs: [OutputDeclaration(name: "table", kind: .table, help: "One table.", isMain: true)]),
    tool(
      "table.split", inputs: [table],
      parameters: [
        ParameterDeclaration(name: "stratify", type: .column(of: "table"), help: "Keep its shares.", standard: .null),
        ParameterDeclaration(
          name: "test_size", type: .number, help: "The share held out.", constraint: .above(0, to: 1, isIncluded: false),
          standard: .number(0.25)),
      ],
      outputs: [
        OutputDeclaration(name: "train", kind: .table, help: "To learn from."),
        OutputDeclaration(name: "test", kind: .table, help: "Held out."),
      ]),
    tool(
      "model.random_forest", inputs: [InputDeclaration(name: "data", kind: .table, help: "Rows.")],
      parameters: [
        ParameterDeclaration(name: "target", type: .column(of: "data"), help: "What to predict.", standard: nil),
        ParameterDeclaration(
          name: "n_estimators", type: .integer, help: "How many trees.", constraint: .in(1...100_000), standard: .integer(100)),
        ParameterDeclaration(
          name: "criterion", type: .choice([.init("gini", "Gini."), .init("entropy", "Entropy.")]), help: "What a cut gains.",
          standard: .text("gini")),
      ],
      outputs: [
        OutputDeclaration(name: "model", kind: .model, help: "The forest.", isMain: true),
        OutputDeclaration(name: "importances", kind: .table, help: "What it looked at."),
      ]),
    tool(
      "model.evaluate",
      inputs: [
        InputDeclaration(name: "model", kind: .model, help: "The model."), InputDeclaration(name: "data", kind: .table, help: "Held-out rows."),
      ],
      outputs: [
        OutputDeclaration(
          name: "metrics", kind: .metrics, help: "How well it did.", isMain: true,
          fields: [
            FieldDeclaration("accuracy", "The share that is right."), FieldDeclaration("r2", "Explained variance."),
            FieldDeclaration("per_class", "For each class.", isOpen: true),
          ]),
        OutputDeclaration(name: "roc_curve", kind: .figure, help: "ROC.", isOptional: true),
      ]),
    tool(
      "plot.bar", inputs: [table], parameters: [ParameterDeclaration(name: "title", type: .text, help: "The title.", standard: .text(""))],
      outputs: [OutputDeclaration(name: "figure", kind: .figure, help: "The figure.")]),
    tool(
      "files.gather", inputs: [InputDeclaration(name: "parts", kind: .collection, help: "The parts.")],
      outputs: [OutputDeclaration(name: "file", kind: .file, help: "One file.")]),
  ])

  private static let table = InputDeclaration(name: "table", kind: .table, help: "The table.")

  private static func tool(
    _ name: String, inputs: [InputDeclaration], parameters: [ParameterDeclaration] = [], outputs: [OutputDeclaration]
  ) -> ToolDeclaration {
    ToolDeclaration(
      name: name, version: "1", summary: "A sample.", manual: "", inputs: inputs, parameters: parameters, outputs: outputs,
      makeInvocation: { _ in throw ToolError("samples do not run") })
  }
}

import Execution
import Glibc
import Reporting
import Tooling

/// KaTeX, which makes MathML of TeX where it is installed, run by Node.js once for all formulas of a page.
struct KaTeX {
  private let node: ExternalProgram
  private let folder: String
  /// What decides the MathML, besides the TeX.
  let identity: String

  static let hint = "formulas are shown as TeX: KaTeX is not here, which draws them (apt-get install node-katex)"

  /// Nil where Node.js or KaTeX is not installed.
  init?() {
    guard let node = ExternalProgram(firstOf: ["node", "nodejs"]) else { return nil }
    self.node = node
    let own = (environmentVariable("NODE_PATH") ?? "").split(separator: ":").map(String.init)
    for root in own + ["/usr/share/nodejs", "/usr/local/lib/node_modules", "/usr/lib/node_modules"] {
      // The version stands in a file, so that Node.js need not be started to know it.
      guard let bytes = try? FileSystem.read("\(root)/katex/package.json", limit: 1 << 20), let package = try? JSON(parsing: bytes),
        let version = package["version"]?.string
      else { continue }
      folder = "\(root)/katex"
      identity = "KaTeX \(version)"
      return
    }
    return nil
  }

  /// - Throws: `ExternalProgram.Failure` where it cannot be run or does not answer as it should.
  func convert(_ formulas: [Formula]) throws -> String {
    let request = JSON.array(formulas.map { ["tex": .text($0.tex), "isDisplay": .boolean($0.isDisplay)] })
    let answer = try withTemporaryFolder { temporary in
      try node.run(["-e", Self.script, folder], input: request.text, in: temporary, seconds: 60)
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// What an answer says of each formula; nil where it is no answer to them.
  static func formulas(_ formulas: [Formula], in answer: String) -> [Formula: ConvertedFormula]? {
    guard let results = try? JSON(parsing: answer).array, results.count == formulas.count else { return nil }
    var converted: [Formula: ConvertedFormula] = [:]
    for (formula, result) in zip(formulas, results) {
      if let markup = result["mathML"]?.string {
        converted[formula] = .mathML(markup)
      } else if let message = result["failure"]?.string {
        converted[formula] = .failure(message)
      }
    }
    return converted
  }

  /// `trust: false` leaves out what could link or load; `maxExpand` bounds macros that call themselves.
  private static let script = """
    const katex = require(process.argv[1]);
    const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
    process.stdout.write(JSON.stringify(formulas.map(({ tex, isDisplay }) => {
      try {
        return { mathML: katex.renderToString(tex, { output: "mathml", displayMode: isDisplay, throwOnError: true, strict: "ignore", trust: false, maxExpand: 1000, maxSize: 50 }) };
      } catch (error) {
        return { failure: String(error.message).normalize("NFD").replace(/[\\u0300-\\u036f]/g, "") };
      }
    })));
    """
}

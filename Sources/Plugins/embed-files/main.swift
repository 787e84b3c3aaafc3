// Writes Swift source that holds text: the files of a folder, or the docstrings of the tools declared in a folder.
//
//     embed-files templates FOLDER OUTPUT
//     embed-files manuals FOLDER OUTPUT
//
// An output that would not change is left alone, so that nothing downstream is compiled again.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: embed-files templates|manuals FOLDER OUTPUT\n".utf8))
  exit(64)
}
let (mode, folder, output) = (arguments[1], URL(fileURLWithPath: arguments[2]), URL(fileURLWithPath: arguments[3]))

/// A raw string literal of `text`, with as many number signs as it takes.
func literal(_ text: String) -> String {
  var signs = "#"
  while text.contains("\"\"\"" + signs) || text.contains("\\" + signs) { signs += "#" }
  return "\(signs)\"\"\"\n\(text)\n\"\"\"\(signs)"
}

/// Of the folder and all within it.
func files(in folder: URL) -> [URL] {
  (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)?.allObjects ?? [])
    .compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
}

/// The docstring before each `struct`, by the name of the struct.
func docstrings(of source: String) -> [(name: String, text: String)] {
  var found: [(String, String)] = []
  var comment: [Substring] = []
  for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("///") {
      comment.append(line.dropFirst(line.hasPrefix("/// ") ? 4 : 3))
    } else if line.hasPrefix("@") {
      continue
    } else {
      let words = line.split(separator: " ")
      if !comment.isEmpty, let place = words.firstIndex(of: "struct"), place + 1 < words.count {
        let name = words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        found.append((String(name), comment.joined(separator: "\n")))
      }
      comment = []
    }
  }
  return found
}

var entries: [(name: String, text: String)] = []
for file in files(in: folder) {
  switch mode {
  case "templates": entries.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
  default:
    guard file.pathExtension == "swift" else { continue }
    entries += docstrings(of: try String(contentsOf: file, encoding: .utf8))
  }
}
let type = mode == "templates" ? "Templates" : "Manuals"
var source = "/// Made by embed-files from \(folder.lastPathComponent).\nenum \(type) {\n  static let pages: [String: String] = [\n"
for entry in entries { source += "\"\(entry.name)\": \(literal(entry.text)),\n" }
if entries.isEmpty { source += ":" }
source += "  ]\n}\n"
let data = Data(source.utf8)
if (try? Data(contentsOf: output)) != data { try data.write(to: output) }

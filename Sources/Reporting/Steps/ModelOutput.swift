import Execution
import LinearAlgebra
import Tooling

/// A fitted model: what it is, which tool fitted it, and the main facts of what it holds.
extension PageDrawing {
  func drawModel(_ model: ModelArchive, _ slot: OutputSlot) {
    out.write(
      templates.render(
        "model",
        [
          "heading": slot.heading.text, "kind": model.kind.rawValue, "tool": model.tool,
          "size": ByteCountText.text(Double(slot.output.byteCount)), "facts": Self.facts(model), "hasParts": !model.parts.isEmpty,
          "stagesWord": PageWords.stages, "parts": Self.parts(model),
        ]))
  }

  /// The model's parts in their order; of several alike that stand together, as in a bag, how many.
  private static func parts(_ model: ModelArchive) -> [TemplateFields] {
    var groups: [(part: ModelArchive, name: String, count: Int)] = []
    for part in model.parts {
      let name = chain(part)
      if groups.last?.name == name { groups[groups.count - 1].count += 1 } else { groups.append((part, name, 1)) }
    }
    return groups.map { part, name, count -> TemplateFields in
      let facts = count > 1 || !part.parts.isEmpty ? [] : Self.facts(part, without: ["target", "features"])
      return ["kind": part.kind.rawValue, "tool": name, "isSeveral": count > 1, "count": PageWords.grouped(count), "facts": facts]
    }
  }

  /// A part by its tool, a pipeline by its stages.
  private static func chain(_ model: ModelArchive) -> String {
    model.tool == FittedPipeline.archiveName ? model.parts.map(chain).joined(separator: " → ") : model.tool
  }

  private static func facts(_ model: ModelArchive, without left: [String] = []) -> [TemplateFields] {
    var facts: [TemplateFields] = (model.content.members ?? []).filter { !left.contains($0.name) }.prefix(16).compactMap { member in
      fact(member.value).map { ["name": member.name.replacing("_", with: " "), "value": $0] }
    }
    for array in model.arrays.prefix(12) {
      let shape = array.array.shape.map { PageWords.grouped($0) }.joined(separator: " × ")
      facts.append(["name": array.name.replacing("_", with: " "), "value": shape.isEmpty ? "1" : shape])
    }
    for file in model.files.prefix(4) { facts.append(["name": file.name, "value": ByteCountText.text(Double(file.bytes.count))]) }
    return facts
  }

  /// A member in a few words; nil for what has none.
  private static func fact(_ value: JSON) -> String? {
    switch value {
    case .null: return nil
    case .boolean, .integer, .number, .text: return ValueText.plain(value.value)
    case .array(let values):
      let scalars = values.prefix(8).compactMap { element -> String? in
        switch element {
        case .array, .object: nil
        default: ValueText.plain(element.value)
        }
      }
      guard !values.isEmpty else { return nil }
      guard scalars.count == min(8, values.count) else { return PageWords.grouped(values.count) }
      let rest = values.count > 8 ? ", " + PageWords.more(values.count - 8) : ""
      return scalars.joined(separator: ", ") + rest
    case .object(let members):
      let parts = members.prefix(6).compactMap { member in fact(member.value).map { "\(member.name): \($0)" } }
      let rest = members.count > 6 ? ", " + PageWords.more(members.count - 6) : ""
      return parts.isEmpty ? nil : parts.joined(separator: ", ") + rest
    }
  }
}

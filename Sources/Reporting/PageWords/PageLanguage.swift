/// The languages that the page's own words come in.
///
/// What tools and diagnostics say stays English, as their names and parameters do; numbers keep their decimal point in every language, so that
/// what a reader copies from a page can be typed into a notebook.
enum PageLanguage: Sendable {
  case english, german, french, spanish

  /// Of a language tag: `de`, `de-AT`; English where there are no words in that language.
  init(tag: String) {
    switch tag.prefix(while: { $0 != "-" }).lowercased() {
    case "de": self = .german
    case "fr": self = .french
    case "es": self = .spanish
    default: self = .english
    }
  }
}

/// The words that the page itself says. Each stands with its four translations, so that none can be forgotten; what belongs together stands in a
/// file of its own.
enum PageWords {
  /// The language of the page that is drawn.
  @TaskLocal static var language = PageLanguage.english

  /// The word in the page's language.
  static func word(_ english: @autoclosure () -> String, _ german: @autoclosure () -> String, _ french: @autoclosure () -> String, _ spanish: @autoclosure () -> String) -> String {
    switch language {
    case .english: english()
    case .german: german()
    case .french: french()
    case .spanish: spanish()
    }
  }

  static func grouped(_ number: Int) -> String { NumberText.grouped(String(number)) }

  /// `a`, `a and b`, `a, b and c`.
  static func enumerated(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + word(" and ", " und ", " et ", " y ") + last
  }

  /// What stands before a word that explains or continues: French has a space before its colon.
  static var colon: String { word(":", ":", "\u{202F}:", ":") }

  static func date(day: Int, month: String, year: Int) -> String {
    word("\(day) \(month) \(year)", "\(day). \(month) \(year)", "\(day == 1 ? "1er" : String(day)) \(month) \(year)", "\(day) de \(month) de \(year)")
  }

  static var months: [String] {
    switch language {
    case .english: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    case .german: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
    case .french: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
    case .spanish: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
    }
  }
}

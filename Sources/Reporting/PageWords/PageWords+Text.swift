/// The text: boxes, cross-references, footnotes, images, formulas, values.
extension PageWords {
  static func box(_ kind: String) -> String {
    switch kind {
    case "note": word("Note", "Hinweis", "Note", "Nota")
    case "tip": word("Tip", "Tipp", "Astuce", "Consejo")
    case "important": word("Important", "Wichtig", "Important", "Importante")
    case "warning": word("Warning", "Warnung", "Avertissement", "Advertencia")
    case "caution": word("Caution", "Vorsicht", "Attention", "Precaución")
    case "question": word("Question", "Frage", "Question", "Pregunta")
    case "solution": word("Solution", "Lösung", "Solution", "Solución")
    case "exercise": word("Exercise", "Übung", "Exercice", "Ejercicio")
    case "hands-on": word("Hands-on", "Zum Mitmachen", "À vous de jouer", "Manos a la obra")
    case "details": word("Details", "Einzelheiten", "Détails", "Detalles")
    case "comment": word("Comment", "Kommentar", "Commentaire", "Comentario")
    default: kind.prefix(1).uppercased() + kind.dropFirst()
    }
  }

  // `Figure 2`, as captions and references say it.
  static func figure(_ number: String) -> String { word("Figure", "Abbildung", "Figure", "Figura") + "\u{A0}" + number }
  static func table(_ number: String) -> String { word("Table", "Tabelle", "Tableau", "Tabla") + "\u{A0}" + number }
  static func equation(_ number: String) -> String { word("Equation", "Gleichung", "Équation", "Ecuación") + "\u{A0}" + number }
  static func section(_ number: String) -> String { word("Section", "Abschnitt", "Section", "Sección") + "\u{A0}" + number }
  static func section(titled title: String) -> String {
    word("“\(title)”", "„\(title)“", "«\u{A0}\(title)\u{A0}»", "«\(title)»")
  }

  static var footnotes: String { word("Footnotes", "Fußnoten", "Notes de bas de page", "Notas al pie") }
  static var backToText: String { word("Back to the text", "Zurück zum Text", "Retour au texte", "Volver al texto") }
  static func footnote(_ number: Int) -> String { word("Footnote \(number)", "Fußnote \(number)", "Note \(number)", "Nota \(number)") }
  static var ticked: String { word("done", "erledigt", "fait", "hecho") }
  static var unticked: String { word("to do", "offen", "à faire", "pendiente") }
  static var mathematics: String { word("Formula, in TeX", "Formel, in TeX", "Formule, en TeX", "Fórmula, en TeX") }
  static var formula: String { word("Formula", "Formel", "Formule", "Fórmula") }
  static func imageLeftOut(_ source: String) -> String {
    word("Image not found: \(source)", "Bild nicht gefunden: \(source)", "Image introuvable\u{202F}: \(source)", "Imagen no encontrada: \(source)")
  }
  static var imageElsewhere: String { word("Image not embedded:", "Bild nicht eingebettet:", "Image non incorporée\u{202F}:", "Imagen no incrustada:") }

  static var missing: String { word("missing", "fehlt", "manquant", "falta") }
  static func filterNeedsNumber(_ filter: String, _ type: String) -> String {
    word("'\(filter)' needs a number, not \(type)", "'\(filter)' braucht eine Zahl, nicht \(type)", "'\(filter)' attend un nombre, pas \(type)", "'\(filter)' necesita un número, no \(type)")
  }
  static func filterNeedsDate(_ text: String) -> String {
    word("'date' needs a date, not \(text)", "'date' braucht ein Datum, nicht \(text)", "'date' attend une date, pas \(text)", "'date' necesita una fecha, no \(text)")
  }
}

/// Steps and what they give: results, records, metrics, models, figures.
extension PageWords {
  static var figureKeys: String {
    word(
      "Plus and minus zoom, arrows move, 0 shows the whole.", "Plus und Minus zoomen, Pfeile verschieben, 0 zeigt das Ganze.",
      "Plus et moins zooment, les flèches déplacent, 0 montre l’ensemble.", "Más y menos amplían, las flechas desplazan, 0 muestra todo.")
  }
  static var wholeFigure: String { word("Show the whole", "Das Ganze zeigen", "Montrer l’ensemble", "Mostrar todo") }
  static var step: String { word("Step", "Schritt", "Étape", "Paso") }
  static func result(of step: String) -> String { word("Result of \(step)", "Ergebnis von \(step)", "Résultat de \(step)", "Resultado de \(step)") }
  static var source: String { word("As written", "Wie geschrieben", "Tel qu’écrit", "Tal como está escrito") }
  static var showResults: String { word("Show the results", "Ergebnisse zeigen", "Afficher les résultats", "Mostrar los resultados") }
  static var showSource: String { word("Show the step", "Schritt zeigen", "Afficher l’étape", "Mostrar el paso") }
  static var failed: String { word("Failed", "Fehlgeschlagen", "Échec", "Falló") }
  static var skipped: String { word("Skipped", "Übersprungen", "Omise", "Omitido") }
  static var skippedOnRequest: String {
    word("The notebook says to skip this step.", "Das Notebook überspringt diesen Schritt.", "Le notebook demande d’omettre cette étape.", "El cuaderno pide omitir este paso.")
  }
  static var stale: String {
    word(
      "Out of date: the notebook has changed since this was made. Run it again to renew it.",
      "Veraltet: das Notebook wurde seither geändert. Ein neuer Lauf bringt es auf den Stand.",
      "Périmé\u{202F}: le notebook a changé depuis. Exécutez-le de nouveau pour l’actualiser.",
      "Desactualizado: el cuaderno ha cambiado desde entonces. Ejecútelo de nuevo para renovarlo.")
  }
  static var failedWithoutReason: String { word("The step failed.", "Der Schritt ist fehlgeschlagen.", "L’étape a échoué.", "El paso falló.") }
  static var notRun: String { word("This step has no result.", "Dieser Schritt hat kein Ergebnis.", "Cette étape n’a pas de résultat.", "Este paso no tiene resultado.") }
  // `It needs lost, which failed.`
  static var needs: String { word("It needs", "Er braucht", "Elle a besoin de", "Necesita") }
  static var whichFailed: String { word("which failed", "das fehlgeschlagen ist", "qui a échoué", "que falló") }
  static var whichWasSkipped: String { word("which was skipped", "das übersprungen wurde", "qui a été omise", "que se omitió") }
  static func unreadable(_ output: String, _ reason: String) -> String {
    word("The output '\(output)' cannot be shown: \(reason)", "Das Ergebnis '\(output)' kann nicht gezeigt werden: \(reason)", "La sortie '\(output)' ne peut pas être affichée\u{202F}: \(reason)", "La salida '\(output)' no se puede mostrar: \(reason)")
  }
  static var help: String { word("Help", "Hilfe", "Aide", "Ayuda") }
  static var note: String { word("Note", "Hinweis", "Note", "Nota") }
  static var warning: String { word("Warning", "Warnung", "Avertissement", "Advertencia") }
  static var error: String { word("Error", "Fehler", "Erreur", "Error") }
  static func madeOn(_ date: String) -> String { word("made \(date)", "erstellt am \(date)", "produit le \(date)", "hecho el \(date)") }
  static func onHost(_ host: String) -> String { word("on \(host)", "auf \(host)", "sur \(host)", "en \(host)") }
  static func inTime(_ duration: String) -> String { word("in \(duration)", "in \(duration)", "en \(duration)", "en \(duration)") }
  static var tool: String { word("Tool", "Werkzeug", "Outil", "Herramienta") }
  static var version: String { word("Version", "Version", "Version", "Versión") }
  static var inputs: String { word("Inputs", "Eingaben", "Entrées", "Entradas") }
  static var outputs: String { word("Outputs", "Ausgaben", "Sorties", "Salidas") }
  static var parameters: String { word("Parameters", "Parameter", "Paramètres", "Parámetros") }
  static var parameter: String { word("Parameter", "Parameter", "Paramètre", "Parámetro") }
  static var value: String { word("Value", "Wert", "Valeur", "Valor") }
  static var isDefault: String { word("default", "Vorgabe", "par défaut", "por defecto") }
  static var console: String { word("Console", "Konsole", "Console", "Consola") }
  static var key: String { word("Key", "Schlüssel", "Clé", "Clave") }
  static func elements(_ count: Int) -> String {
    count == 1
      ? word("1 element", "1 Element", "1 élément", "1 elemento") : word("\(count) elements", "\(count) Elemente", "\(count) éléments", "\(count) elementos")
  }
  static var digest: String { "SHA-256" }

  static var interval: String { word("interval", "Intervall", "intervalle", "intervalo") }
  static func interval(confidence: Double) -> String {
    NumberText.significant(confidence * 100) + "\u{A0}%\u{A0}" + word("CI", "KI", "IC", "IC")
  }
  static func deviation(_ text: String) -> String { word("± \(text) sd", "± \(text) SD", "± \(text) é.-t.", "± \(text) DE") }
  static var classColumn: String { word("Class", "Klasse", "Classe", "Clase") }
  static var undefined: String { word("undefined", "nicht definiert", "indéfini", "indefinido") }
  static var stages: String { word("Stages", "Stufen", "Étapes", "Etapas") }
  static func more(_ count: Int) -> String {
    word("and \(grouped(count)) more", "und \(grouped(count)) weitere", "et \(grouped(count)) de plus", "y \(grouped(count)) más")
  }
  static var figureData: String { word("Data", "Daten", "Données", "Datos") }
  static func rows(_ count: Int) -> String {
    count == 1
      ? word("1 row", "1 Zeile", "1 ligne", "1 fila")
      : word("\(grouped(count)) rows", "\(grouped(count)) Zeilen", "\(grouped(count)) lignes", "\(grouped(count)) filas")
  }
  static func linesLeftOut(_ count: Int) -> String {
    word("… \(grouped(count)) more lines", "… \(grouped(count)) weitere Zeilen", "… \(grouped(count)) lignes de plus", "… \(grouped(count)) líneas más")
  }
  static var wholeText: String { word("The whole text", "Der ganze Text", "Le texte entier", "El texto completo") }
}

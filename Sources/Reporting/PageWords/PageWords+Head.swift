/// The head of the page, and what went wrong.
extension PageWords {
  static var skip: String { word("Skip to the text", "Zum Text springen", "Aller au texte", "Ir al texto") }
  static var contents: String { word("Contents", "Inhalt", "Sommaire", "Contenido") }
  static var questions: String { word("Questions", "Fragen", "Questions", "Preguntas") }
  static var objectives: String { word("Objectives", "Lernziele", "Objectifs", "Objetivos") }
  static var requirements: String { word("Requirements", "Voraussetzungen", "Prérequis", "Requisitos") }
  static var keyPoints: String { word("Key points", "Das Wichtigste", "Points clés", "Puntos clave") }
  static var followUp: String { word("Where to go next", "Wie es weitergeht", "Pour aller plus loin", "Para seguir") }
  static var by: String { word("By", "Von", "Par", "Por") }
  static var level: String { word("Level", "Niveau", "Niveau", "Nivel") }
  static func level(_ level: String) -> String {
    switch level {
    case "Introductory": word(level, "Einführung", "Introduction", "Introductorio")
    case "Intermediate": word(level, "Mittelstufe", "Intermédiaire", "Intermedio")
    case "Advanced": word(level, "Fortgeschritten", "Avancé", "Avanzado")
    default: level
    }
  }
  static var time: String { word("Time", "Dauer", "Durée", "Duración") }
  static var date: String { word("Date", "Datum", "Date", "Fecha") }
  static var license: String { word("Licence", "Lizenz", "Licence", "Licencia") }
  static var theme: String { word("Switch between light and dark", "Zwischen hell und dunkel wechseln", "Basculer entre clair et sombre", "Cambiar entre claro y oscuro") }

  static var attention: String { word("This page is not complete", "Diese Seite ist unvollständig", "Cette page est incomplète", "Esta página está incompleta") }
  static func failures(_ count: Int) -> String {
    count == 1
      ? word("1 step failed", "1 Schritt ist fehlgeschlagen", "1 étape a échoué", "1 paso falló")
      : word("\(count) steps failed", "\(count) Schritte sind fehlgeschlagen", "\(count) étapes ont échoué", "\(count) pasos fallaron")
  }
  static func skips(_ count: Int) -> String {
    count == 1
      ? word("1 was skipped", "1 wurde übersprungen", "1 a été omise", "1 se omitió")
      : word("\(count) were skipped", "\(count) wurden übersprungen", "\(count) ont été omises", "\(count) se omitieron")
  }
  static func unmet(_ count: Int) -> String {
    count == 1
      ? word("1 expectation is not met", "1 Erwartung ist nicht erfüllt", "1 attente n’est pas satisfaite", "1 expectativa no se cumple")
      : word("\(count) expectations are not met", "\(count) Erwartungen sind nicht erfüllt", "\(count) attentes ne sont pas satisfaites", "\(count) expectativas no se cumplen")
  }
  static func missingValues(_ count: Int) -> String {
    count == 1
      ? word("1 value in the text is missing", "1 Wert im Text fehlt", "1 valeur manque dans le texte", "falta 1 valor en el texto")
      : word("\(count) values in the text are missing", "\(count) Werte im Text fehlen", "\(count) valeurs manquent dans le texte", "faltan \(count) valores en el texto")
  }
  static func staleSteps(_ count: Int) -> String {
    count == 1
      ? word("1 result is out of date", "1 Ergebnis ist veraltet", "1 résultat est périmé", "1 resultado está desactualizado")
      : word("\(count) results are out of date", "\(count) Ergebnisse sind veraltet", "\(count) résultats sont périmés", "\(count) resultados están desactualizados")
  }
}

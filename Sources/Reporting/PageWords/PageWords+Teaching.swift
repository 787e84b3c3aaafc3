/// Expectations, quizzes and exercises.
extension PageWords {
  static var expectations: String { word("Expectations", "Erwartungen", "Attentes", "Expectativas") }
  static var holds: String { word("Holds", "Gilt", "Vérifié", "Se cumple") }
  static var doesNotHold: String { word("Does not hold", "Gilt nicht", "Non vérifié", "No se cumple") }
  static var cannotTell: String { word("Could not be told", "Nicht zu sagen", "Indéterminable", "No se puede saber") }

  static var quiz: String { "Quiz" }
  static var check: String { word("Check", "Prüfen", "Vérifier", "Comprobar") }
  static var answer: String { word("Answer", "Antwort", "Réponse", "Respuesta") }
  static var right: String { word("Right.", "Richtig.", "Correct.", "Correcto.") }
  static var wrong: String { word("Not quite. Try again.", "Noch nicht. Versuchen Sie es noch einmal.", "Pas tout à fait. Réessayez.", "No del todo. Inténtelo de nuevo.") }
  static var chooseFirst: String { word("Give an answer first.", "Geben Sie zuerst eine Antwort.", "Donnez d’abord une réponse.", "Dé primero una respuesta.") }
  static var chooseMany: String { word("Choose all that apply", "Alles Zutreffende wählen", "Cochez tout ce qui convient", "Elija todas las que correspondan") }
  static var yourAnswer: String { word("Your answer", "Ihre Antwort", "Votre réponse", "Su respuesta") }
  /// `{a}` and `{n}` are filled in by the script.
  static var quizScore: String { word("{a} of {n} right", "{a} von {n} richtig", "{a} sur {n} correctes", "{a} de {n} correctas") }
  static var startOver: String { word("Start over", "Von vorn beginnen", "Recommencer", "Empezar de nuevo") }
  static var answersKept: String {
    word("Your answers stay in this browser.", "Ihre Antworten bleiben in diesem Browser.", "Vos réponses restent dans ce navigateur.", "Sus respuestas quedan en este navegador.")
  }
  static var answersElsewhere: String {
    word(
      "This copy of the page holds no answers; whoever gave it to you has them.", "Diese Ausgabe der Seite enthält keine Lösungen; wer sie Ihnen gab, hat sie.",
      "Cet exemplaire de la page ne contient pas les réponses\u{202F}; la personne qui vous l’a remis les a.", "Esta copia de la página no contiene las respuestas; quien se la dio las tiene.")
  }

  static var toFillIn: String { word("To fill in", "Zum Ausfüllen", "À compléter", "Para completar") }
  static func blanks(_ names: String, line: Int) -> String {
    word(
      "Fill in \(names) on line \(line), where ___ stands, and run the notebook again.", "Tragen Sie in Zeile \(line) \(names) ein, wo ___ steht, und lassen Sie das Notebook noch einmal laufen.",
      "Complétez \(names) à la ligne \(line), à la place de ___, puis exécutez de nouveau le notebook.", "Complete \(names) en la línea \(line), donde está ___, y ejecute el cuaderno de nuevo.")
  }
  static var solved: String { word("Solved", "Gelöst", "Résolu", "Resuelto") }
  static var notSolved: String { word("Not solved yet", "Noch nicht gelöst", "Pas encore résolu", "Aún sin resolver") }
  static func exerciseScore(_ solved: Int, of count: Int) -> String {
    count == 1
      ? word("\(solved) of 1 exercise solved", "\(solved) von 1 Übung gelöst", "\(solved) exercice sur 1 résolu", "\(solved) de 1 ejercicio resuelto")
      : word("\(solved) of \(count) exercises solved", "\(solved) von \(count) Übungen gelöst", "\(solved) exercices sur \(count) résolus", "\(solved) de \(count) ejercicios resueltos")
  }
}

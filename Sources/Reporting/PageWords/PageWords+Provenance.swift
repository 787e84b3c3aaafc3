/// The page's account of itself.
extension PageWords {
  static var provenance: String { word("Provenance", "Herkunft", "Provenance", "Procedencia") }
  static var provenanceIntroduction: String {
    word(
      "How every result on this page came about: which step read what, with which tool in which version, and what to type to repeat it.",
      "Wie jedes Ergebnis dieser Seite entstand: welcher Schritt was las, mit welchem Werkzeug in welcher Version, und was man eingibt, um es zu wiederholen.",
      "Comment chaque résultat de cette page a été obtenu\u{202F}: quelle étape a lu quoi, avec quel outil et dans quelle version, et que taper pour le reproduire.",
      "Cómo se obtuvo cada resultado de esta página: qué paso leyó qué, con qué herramienta y en qué versión, y qué escribir para repetirlo.")
  }
  static var graph: String { word("Graph of the steps", "Graph der Schritte", "Graphe des étapes", "Grafo de los pasos") }
  static func graphTooLarge(steps: Int) -> String {
    word(
      "A graph of \(steps) steps is too large to read, and is left out; the record of each step names what it takes.",
      "Ein Graph von \(steps) Schritten ist zu groß zum Lesen und entfällt; die Angaben jedes Schrittes nennen, was er braucht.",
      "Un graphe de \(steps) étapes est trop grand pour être lu, et est omis\u{202F}; la fiche de chaque étape indique ce qu’elle utilise.",
      "Un grafo de \(steps) pasos es demasiado grande para leerlo y se omite; la ficha de cada paso indica lo que utiliza.")
  }
  static func graphSummary(steps: Int, edges: Int) -> String {
    word(
      "\(steps) \(steps == 1 ? "step" : "steps"), \(edges) \(edges == 1 ? "connection" : "connections"); the table of methods lists them all.",
      "\(steps) \(steps == 1 ? "Schritt" : "Schritte"), \(edges) \(edges == 1 ? "Verbindung" : "Verbindungen"); die Tabelle der Methoden nennt sie alle.",
      "\(steps) \(steps == 1 ? "étape" : "étapes"), \(edges) \(edges == 1 ? "lien" : "liens")\u{202F}; le tableau des méthodes les énumère.",
      "\(steps) \(steps == 1 ? "paso" : "pasos"), \(edges) \(edges == 1 ? "conexión" : "conexiones"); la tabla de métodos los enumera.")
  }
  static var lineageHint: String {
    word(
      "Choose a step, or an output in a step's record, to see all that went into it and all that came of it.",
      "Wählen Sie einen Schritt, oder eine Ausgabe in den Angaben eines Schrittes, um zu sehen, was in ihn einging und was aus ihm wurde.",
      "Choisissez une étape, ou une sortie dans la fiche d’une étape, pour voir tout ce qui y est entré et tout ce qui en est issu.",
      "Elija un paso, o una salida en la ficha de un paso, para ver todo lo que entró en él y todo lo que salió de él.")
  }
  static func lineage(of name: String) -> String {
    word("Lineage of \(name)", "Herkunft von \(name)", "Généalogie de \(name)", "Linaje de \(name)")
  }
  /// `{name}`, `{above}` and `{below}` are filled in by the script.
  static var lineageTold: String {
    word(
      "{name}: made from {above}; used by {below}.", "{name}: gemacht aus {above}; gebraucht von {below}.",
      "{name}\u{202F}: issu de {above}\u{202F}; utilisé par {below}.", "{name}: hecho a partir de {above}; usado por {below}.")
  }
  static var nothing: String { word("nothing", "nichts", "rien", "nada") }
  static var wholeGraph: String { word("Show the whole graph", "Ganzen Graphen zeigen", "Afficher tout le graphe", "Mostrar todo el grafo") }

  static var methods: String { word("Methods", "Methoden", "Méthodes", "Métodos") }
  static var methodsHint: String {
    word(
      "Step by step; parameters are named where they differ from the tool's defaults.", "Schritt für Schritt; Parameter sind genannt, wo sie von den Vorgaben des Werkzeugs abweichen.",
      "Étape par étape\u{202F}; les paramètres sont indiqués quand ils diffèrent des valeurs par défaut de l’outil.", "Paso a paso; los parámetros se indican cuando difieren de los valores por defecto de la herramienta.")
  }
  /// `To fit a random forest, model.random_forest v1 was used [1] (trees = 500).` Tools sum themselves up in English, so the methods are English
  /// in every language.
  static func wasRunWith(_ version: String) -> String { "The analysis was run with Galley \(version)." }
  static func toolWasUsed(_ act: String, _ tool: String) -> String { "To \(act), \(tool) was used" }
  static func figuresWereDrawn(_ tools: String) -> String { "Figures were drawn with \(tools)." }
  static var againWith: String { "again with" }
  static var allDefaults: String { word("defaults", "Vorgaben", "par défaut", "por defecto") }
  static var references: String { word("References", "Literatur", "Références", "Referencias") }
  static var environment: String { word("Environment", "Umgebung", "Environnement", "Entorno") }
  static var notebook: String { word("Notebook", "Notebook", "Notebook", "Cuaderno") }
  /// What the environment tells of the machine, by its English name; any other stays as it is.
  static func fact(_ name: String) -> String {
    switch name {
    case "System": word(name, "System", "Système", "Sistema")
    case "Processor": word(name, "Prozessor", "Processeur", "Procesador")
    case "Cores": word(name, "Kerne", "Cœurs", "Núcleos")
    default: name
    }
  }
  static var `repeat`: String { word("Repeat it", "Wiederholen", "Reproduire", "Repetirlo") }
  static var repeatHint: String {
    word(
      "Results that have not changed are reused; the page comes out the same.", "Unveränderte Ergebnisse werden wiederverwendet; die Seite wird dieselbe.",
      "Les résultats inchangés sont réutilisés\u{202F}; la page obtenue est la même.", "Los resultados que no han cambiado se reutilizan; la página sale igual.")
  }
  static var remarks: String { word("Remarks on the notebook", "Anmerkungen zum Notebook", "Remarques sur le notebook", "Observaciones sobre el cuaderno") }
  static func line(_ number: Int) -> String { word("line \(number)", "Zeile \(number)", "ligne \(number)", "línea \(number)") }
}

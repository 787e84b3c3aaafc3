/// Tables, and what a reader can do with them.
extension PageWords {
  static func shape(rows: Int, columns: Int) -> String {
    self.rows(rows) + " × "
      + (columns == 1
        ? word("1 column", "1 Spalte", "1 colonne", "1 columna")
        : word("\(grouped(columns)) columns", "\(grouped(columns)) Spalten", "\(grouped(columns)) colonnes", "\(grouped(columns)) columnas"))
  }
  static func firstRows(_ count: Int) -> String {
    word("first \(grouped(count)) shown", "die ersten \(grouped(count)) gezeigt", "les \(grouped(count)) premières affichées", "se muestran las primeras \(grouped(count))")
  }
  static func firstColumns(_ count: Int) -> String {
    word("first \(grouped(count)) columns shown", "die ersten \(grouped(count)) Spalten gezeigt", "les \(grouped(count)) premières colonnes affichées", "se muestran las primeras \(grouped(count)) columnas")
  }
  static var emptyTable: String { word("The table has no rows.", "Die Tabelle hat keine Zeilen.", "Le tableau n’a pas de lignes.", "La tabla no tiene filas.") }
  static var download: String { "CSV" }
  static var attachedAbove: String { word("CSV above", "CSV oben", "CSV ci-dessus", "CSV arriba") }
  static func attachedAbove(_ name: String) -> String {
    word("The same table is attached above as \(name)", "Dieselbe Tabelle hängt oben als \(name) an", "Le même tableau est joint plus haut sous le nom \(name)", "La misma tabla está adjunta arriba como \(name)")
  }
  static func downloadTitle(_ size: String) -> String {
    word("The whole table as CSV, \(size)", "Die ganze Tabelle als CSV, \(size)", "Le tableau entier en CSV, \(size)", "La tabla completa en CSV, \(size)")
  }
  static func compressedTitle(_ size: String) -> String {
    word("The whole table as CSV, compressed by gzip, \(size)", "Die ganze Tabelle als CSV, mit gzip gepackt, \(size)", "Le tableau entier en CSV, compressé par gzip, \(size)", "La tabla completa en CSV, comprimida con gzip, \(size)")
  }
  static func tooLarge(_ command: String) -> String {
    word("too large to attach: \(command)", "zu groß zum Anhängen: \(command)", "trop grand pour être joint\u{202F}: \(command)", "demasiado grande para adjuntar: \(command)")
  }
  static var table: String { word("Table", "Tabelle", "Tableau", "Tabla") }
  static var scrollable: String { word("scrollable", "verschiebbar", "défilable", "desplazable") }
  static var filterRows: String { word("Filter the rows", "Zeilen filtern", "Filtrer les lignes", "Filtrar las filas") }
  static var previousRows: String { word("Previous rows", "Vorige Zeilen", "Lignes précédentes", "Filas anteriores") }
  static var nextRows: String { word("Next rows", "Nächste Zeilen", "Lignes suivantes", "Filas siguientes") }
  /// `{a}`, `{b}` and `{n}` are filled in by the script.
  static var rowsShown: String { word("{a}–{b} of {n}", "{a}–{b} von {n}", "{a}–{b} sur {n}", "{a}–{b} de {n}") }
  static var noRows: String { word("No row fits", "Keine Zeile passt", "Aucune ligne ne correspond", "Ninguna fila coincide") }
  static var unpacking: String { word("Unpacking …", "Wird entpackt …", "Décompression…", "Descomprimiendo…") }
  static func noColumn(_ name: String) -> String {
    word("The table has no column '\(name)'", "Die Tabelle hat keine Spalte '\(name)'", "Le tableau n’a pas de colonne '\(name)'", "La tabla no tiene columna '\(name)'")
  }
}

import Testing

@Suite("Diagnostics: Values in YAML") struct YAMLValueDiagnosticsTests {
  @Test("': ' inside a value") func colon() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: kind == 'a: b'
        ```

        """#,
      #"""
        n.md:6:18: error: YAML reads ': ' inside a value as another key
            6 | where: kind == 'a: b'
              |                  ^
          help: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("An expression that begins with a text") func quotedStart() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: 'a' == kind
        ```

        """#,
      #"""
        n.md:6:12: error: for YAML the value ends before this
            6 | where: 'a' == kind
              |            ^~
          help: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("An expression that begins with an odd name") func backquoteStart() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: `mean area` > 3
        ```

        """#,
      #"""
        n.md:6:8: error: in YAML a value cannot begin with '`'
            6 | where: `mean area` > 3
              |        ^~~~~
          help: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("An expression that begins with a bracket") func bracketStart() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: [1, 2] == x
        ```

        """#,
      #"""
        n.md:6:15: error: for YAML the value ends before this
            6 | where: [1, 2] == x
              |               ^~
          help: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("A list where an expression should stand") func bracketOnly() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: [1, 2]
        ```

        """#,
      #"""
        n.md:5:8: error: no step is called 'b'
            5 | table: $b
              |        ^~
          help: give the step its name in the braces: {family.tool b}
        n.md:6:8: error: 'where' must be an expression, not a list
            6 | where: [1, 2]
              |        ^~~~~~
          help: for YAML a bracket begins a list or mapping: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("' #' inside an expression") func comment() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: code == 'a #1'
        ```

        """#,
      #"""
        n.md:5:8: error: no step is called 'b'
            5 | table: $b
              |        ^~
          help: give the step its name in the braces: {family.tool b}
        n.md:6:16: error: this text never ends
            6 | where: code == 'a #1'
              |                ^
          help: for YAML ' #' begins a comment: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("A value that begins with a sign") func percentStart() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{plot.bar a}
        table: $b
        title: % of all
        ```

        """#,
      #"""
        n.md:6:8: error: in YAML a value cannot begin with '%'
            6 | title: % of all
              |        ^
          help: quote the whole value, or write 'title: |' and go on on the next line
        """#)
  }

  @Test("'>' at the start of a value") func blockSign() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: > 3
        ```

        """#,
      #"""
        n.md:6:10: error: at the start of a value '|' and '>' open a text of many lines
            6 | where: > 3
              |          ^
          help: quote the whole value, or write 'where: |' and go on on the next line
        """#)
  }

  @Test("A quote that is never closed") func quoteNeverEnds() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{plot.bar a}
        table: $b
        title: 'never
        ```

        """#,
      #"""
        n.md:6:8: error: this quote is never closed
            6 | title: 'never
              |        ^
        """#)
  }

  @Test("A bracket that is never closed") func bracketNeverEnds() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.join a}
        tables: [$b, $c
        ```

        """#,
      #"""
        n.md:5:9: error: this bracket is never closed by ']', or a comma is missing in it
            5 | tables: [$b, $c
              |         ^
          help: where it is text, quote the whole value
        """#)
  }

  @Test("A template inside brackets") func templateInBrackets() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.join a}
        tables: [${params.a}, $c]
        ```

        """#,
      #"""
        n.md:5:9: error: this bracket is never closed by ']', or a comma is missing in it
            5 | tables: [${params.a}, $c]
              |         ^
          help: inside brackets quote what has '${' in it: ['${params.name}']
        """#)
  }

  @Test("A list on the line of its key") func dashOnKeyLine() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.join a}
        tables: - $b
        ```

        """#,
      #"""
        n.md:5:9: error: a list with '-' cannot begin on the line of its key
            5 | tables: - $b
              |         ^
          help: begin the list on the next line, or write it in brackets
        """#)
  }

  @Test("A line without a colon") func noColon() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path a.csv
        separator: x
        ```

        """#,
      #"""
        n.md:5:1: error: this line has no 'name: value'
            5 | path a.csv
              | ^~~~~~~~~~
          help: write a colon and a space after the name
        """#)
  }

  @Test("A body that is no mapping") func noMapping() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        data/a.csv
        ```

        """#,
      #"""
        n.md:5:1: error: the body of 'table.read' must be a mapping, not a single value
            5 | data/a.csv
              | ^~~~~~~~~~
          help: write one 'name: value' a line
        """#)
  }

  @Test("An unknown escape") func unknownEscape() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{plot.bar a}
        table: $b
        title: "a\d"
        ```

        """#,
      #"""
        n.md:6:10: error: '\' begins an escape between double quotes, and this is none
            6 | title: "a\d"
              |          ^~~
          help: use single quotes
        """#)
  }

  @Test("A key that is a list") func listKey() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        ? [a]
        : b
        ```

        """#,
      #"""
        n.md:5:3: error: a key must be text
            5 | ? [a]
              |   ^~~
          help: write one 'name: value' a line
        """#)
  }

  @Test("Columns count bytes, not characters") func nonASCIIColumns() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{plot.bar a}
        table: $b
        title: {é: [ü, ö], ß: !x y}
        ```

        """#,
      #"""
        n.md:6:27: error: YAML tags (!) are not taken
            6 | title: {é: [ü, ö], ß: !x y}
              |                       ^~
          help: leave the tag out, or quote the value where it is text
        """#)
  }

  @Test("An error inside a block scalar") func blockScalar() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: |
          kind == 'a'
            and area >
              * 3
        ```

        """#,
      #"""
        n.md:5:8: error: no step is called 'b'
            5 | table: $b
              |        ^~
          help: give the step its name in the braces: {family.tool b}
        n.md:9:7: error: '*' cannot stand here
            9 |       * 3
              |       ^
        """#)
  }
}

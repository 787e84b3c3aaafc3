import Testing

@Suite("Diagnostics: YAML") struct YAMLDiagnosticsTests {
  @Test("Anchors and aliases") func anchor() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: &x a.csv
        separator: *x
        ```

        """#,
      #"""
        n.md:5:7: error: YAML anchors and aliases (& and *) are not taken
            5 | path: &x a.csv
              |       ^~
          help: write the value out, or quote it where it is text
        """#)
  }

  @Test("An alias of nothing") func undefinedAlias() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.filter a}
        table: $b
        where: *area > 3
        ```

        """#,
      #"""
        n.md:6:8: error: YAML anchors and aliases (& and *) are not taken
            6 | where: *area > 3
              |        ^~~~~
          help: write the value out, or quote it where it is text
        """#)
  }

  @Test("Tags") func tag() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: !!str a.csv
        ```

        """#,
      #"""
        n.md:5:7: error: YAML tags (!) are not taken
            5 | path: !!str a.csv
              |       ^~~~~
          help: leave the tag out, or quote the value where it is text
        """#)
  }

  @Test("Merge keys") func mergeKey() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
        <<: {separator: x}
        ```

        """#,
      #"""
        n.md:6:1: error: YAML merge keys (<<) are not taken
            6 | <<: {separator: x}
              | ^~
          help: write the keys out
        """#)
  }

  @Test("A second document") func secondDocument() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
        ---
        path: b.csv
        ```

        """#,
      #"""
        n.md:6:1: error: a second YAML document begins here
            6 | ---
              | ^~~
          help: write one mapping, without '---'
        """#)
  }

  @Test("A key that stands twice") func duplicateKey() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
        separator: x
        path: b.csv
        ```

        """#,
      #"""
        n.md:7:1: error: 'path' stands twice; the first is on line 5
            7 | path: b.csv
              | ^~~~
          help: keep one of the two
        """#)
  }

  @Test("Tabs for indentation") func tab() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{model.random_forest a}
        data:
        \#t- $x
        ```

        """#,
      #"""
        n.md:6:1: error: YAML takes no tabs for indentation
            6 | \#t- $x
              | ^
          help: indent with spaces
        """#)
  }

  @Test("A line that is indented too far") func indentedKey() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
          separator: x
        ```

        """#,
      #"""
        n.md:6:3: error: this line is indented further than the one above it
            6 |   separator: x
              |   ^~~~~~~~~~~~
          help: the keys of one mapping begin in the same column
        """#)
  }

  @Test("A line that is indented otherwise") func outdentedKey() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
          path: a.csv
         separator: x
        ```

        """#,
      #"""
        n.md:6:2: error: this line is indented otherwise than the keys above it
            6 |  separator: x
              |  ^~~~~~~~~~~~
          help: the keys of one mapping begin in the same column
        """#)
  }
}

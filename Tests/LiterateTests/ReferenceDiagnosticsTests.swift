import Testing

@Suite("Diagnostics: References") struct ReferenceDiagnosticsTests {
  @Test("References to nothing") func noStep() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read tumours}
        path: a.csv
        ```

        ```{table.describe}
        table: $tumors
        ```

        ```{table.describe}
        table: $zebra
        ```

        """#,
      #"""
        n.md:9:8: error: no step is called 'tumors'; did you mean 'tumours'?
            9 | table: $tumors
              |        ^~~~~~~
        n.md:13:8: error: no step is called 'zebra'
           13 | table: $zebra
              |        ^~~~~~
          help: the steps are tumours
        """#)
  }

  @Test("A reference where no step has a name") func noStepAtAll() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.describe}
        table: $zebra
        ```

        """#,
      #"""
        n.md:5:8: error: no step is called 'zebra'
            5 | table: $zebra
              |        ^~~~~~
          help: give the step its name in the braces: {family.tool zebra}
        """#)
  }

  @Test("Several outputs and no main one") func noMain() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{table.split parts}
        table: $t
        ```

        ```{table.describe}
        table: $parts
        ```

        """#,
      #"""
        n.md:13:8: error: '$parts' has several outputs and no main one
           13 | table: $parts
              |        ^~~~~~
          help: write $parts.train or $parts.test
        """#)
  }

  @Test("Outputs that are not there") func noOutput() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{table.split parts}
        table: $t
        ```

        ```{table.describe}
        table: $parts.trian
        ```

        ```{table.describe}
        table: $parts.zzz
        ```

        """#,
      #"""
        n.md:13:8: error: '$parts' has no output 'trian'; did you mean '$parts.train'?
           13 | table: $parts.trian
              |        ^~~~~~~~~~~~
        n.md:17:8: error: '$parts' has no output 'zzz'
           17 | table: $parts.zzz
              |        ^~~~~~~~~~
          help: its outputs are train, test
        """#)
  }

  @Test("Kinds that do not fit") func wrongKind() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{model.random_forest forest}
        data: $t
        target: y
        ```

        ```{table.describe}
        table: $forest
        ```

        ```{model.evaluate}
        model: $t
        data: $t
        ```

        """#,
      #"""
        n.md:14:8: error: 'table' must be a table, not '$forest', which is a model
           14 | table: $forest
              |        ^~~~~~~
          help: write $forest.importances
        n.md:18:8: error: 'model' must be a model, not '$t', which is a table
           18 | model: $t
              |        ^~
        """#)
  }

  @Test("A field where an artifact should stand") func field() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{table.describe}
        table: $t.table.rows
        ```

        """#,
      #"""
        n.md:9:8: error: 'table' must be a table, not a field of one
            9 | table: $t.table.rows
              |        ^~~~~~~~~~~~~
          help: write $t.table
        """#)
  }

  @Test("Text where a reference should stand") func noReference() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.describe}
        table: tumours
        ```

        ```{table.read t}
        path: $data/x.csv
        ```

        """#,
      #"""
        n.md:5:8: error: 'table' must be a reference to a table, such as '$step', not 'tumours'
            5 | table: tumours
              |        ^~~~~~~
          help: write '$tumours' to refer to the step 'tumours'
        n.md:9:7: error: '$data/x.csv' begins with '$' and is no reference
            9 | path: $data/x.csv
              |       ^~~~~~~~~~~
          help: write '$$' for a plain dollar, or '$step.output' to refer to a step
        """#)
  }

  @Test("Cycles are named in full") func cycle() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.describe a}
        table: $c
        ```

        ```{table.describe b}
        table: $a
        ```

        ```{table.describe c}
        table: $b
        ```

        ```{table.describe d}
        table: $d
        ```

        ```{table.describe e}
        table: $a
        ```

        """#,
      #"""
        n.md:5:8: error: these steps wait for one another: a → c → b → a
            5 | table: $c
              |        ^~
          help: one of these references must go
        n.md:17:8: error: these steps wait for one another: d → d
           17 | table: $d
              |        ^~
          help: one of these references must go
        """#)
  }

  @Test("Parameters of the notebook") func parameter() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        params:
          trees: 0
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{model.random_forest f}
        data: $t
        target: y
        n_estimators: $params.trees
        ```

        ```{model.random_forest g}
        data: $t
        target: y
        n_estimators: $params.treees
        ```

        """#,
      #"""
        n.md:13:15: error: 'n_estimators' must be in 1...100000, not '$params.trees'
           13 | n_estimators: $params.trees
              |               ^~~~~~~~~~~~~
        n.md:19:15: error: the notebook has no parameter 'treees'; did you mean 'trees'?
           19 | n_estimators: $params.treees
              |               ^~~~~~~~~~~~~~
          help: declare it under 'params:' in the front matter
        """#)
  }
}

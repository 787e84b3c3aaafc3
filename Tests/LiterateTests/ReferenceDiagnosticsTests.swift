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

  @Test("each inside and outside") func each() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read samples}
        path: s.csv
        ```

        ```{table.read each_one}
        #| each: $samples
        path: $each.path
        ```

        ```{table.read out}
        path: ${each.path}
        ```

        ```{table.describe d}
        table: $each_one
        ```

        ```{files.gather g}
        parts: $each_one
        ```

        ```{table.join j}
        tables: $each_one
        ```

        ```{table.describe e}
        #| each: $samples
        table: $each.table
        ```

        ```{table.read f}
        #| each: $samples
        path: $each
        ```

        """#,
      #"""
        n.md:14:7: error: '$each.path' stands only in a step with '#| each: $table'
           14 | path: ${each.path}
              |       ^~~~~~~~~~~~
        n.md:18:8: error: 'table' must be a table, not '$each_one', which is a collection
           18 | table: $each_one
              |        ^~~~~~~~~
        n.md:31:8: error: 'table' must be a table, not '$each.table', which is a cell of a table
           31 | table: $each.table
              |        ^~~~~~~~~~~
          help: run the step over a collection, and write $each.value
        n.md:36:7: error: '$each' must name one column, as '$each.name'
           36 | path: $each
              |       ^~~~~
          help: over a collection write $each.value
        """#)
  }

  @Test("Values in parameters") func values() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{model.random_forest f}
        data: $t
        target: y
        ```

        ```{model.evaluate scores}
        model: $f
        data: $t
        ```

        ```{model.random_forest g}
        data: $t
        target: y
        n_estimators: $scores.metrics.acuracy
        ```

        ```{model.random_forest h}
        data: $t
        target: y
        n_estimators: $scores
        ```

        ```{model.random_forest i}
        data: $t
        target: y
        n_estimators: $t.rows
        ```

        ```{table.filter j}
        table: $t
        where: x > $scores.accuracy
        ```

        """#,
      #"""
        n.md:21:15: error: '$scores.metrics' has no field 'acuracy'; did you mean '$scores.metrics.accuracy'?
           21 | n_estimators: $scores.metrics.acuracy
              |               ^~~~~~~~~~~~~~~~~~~~~~~
        n.md:27:15: error: '$scores' is metrics and not a single value
           27 | n_estimators: $scores
              |               ^~~~~~~
          help: name a field: $scores.metrics.accuracy, $scores.metrics.r2 or $scores.metrics.per_class
        n.md:33:15: error: '$t' has no output 'rows'; did you mean '$t.table.rows'?
           33 | n_estimators: $t.rows
              |               ^~~~~~~
        n.md:38:8: error: '$scores' has no output 'accuracy'; did you mean '$scores.metrics.accuracy'?
           38 | where: x > $scores.accuracy
              |        ^~~~~~~~~~~~~~~~~~~~
        """#)
  }

  @Test("References to a step with an unknown tool say nothing more") func unknownToolIsToldOnce() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.reed t}
        path: a.csv
        ```

        ```{table.describe}
        table: $t
        ```

        `$t.table.rows`

        """#,
      #"""
        n.md:4:5: error: there is no tool 'table.reed'; did you mean 'table.read'?
            4 | ```{table.reed t}
              |     ^~~~~~~~~~
        """#)
  }

  @Test("Missing, unknown and refused parameters") func required() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        separator: x
        ```

        ```{model.random_forest f}
        data: $t
        target: y
        n_estimators: 0
        criterion: ginny
        ```

        ```{model.random_forest g}
        data: $t
        traget: y
        n_estimators: many
        ```

        """#,
      #"""
        n.md:4:4: error: 'table.read' needs 'path' (a path, or a reference to a file)
            4 | ```{table.read t}
              |    ^~~~~~~~~~~~~~
          help: write 'path: …' in the body
        n.md:11:15: error: 'n_estimators' must be in 1...100000, not 0
           11 | n_estimators: 0
              |               ^
        n.md:12:12: error: 'criterion' must be one of gini, entropy, not 'ginny'
           12 | criterion: ginny
              |            ^~~~~
        n.md:15:4: error: 'model.random_forest' needs 'target' (the name of a column)
           15 | ```{model.random_forest g}
              |    ^~~~~~~~~~~~~~~~~~~~~~~
          help: write 'target: …' in the body
        n.md:17:1: error: 'model.random_forest' has no parameter 'traget'; did you mean 'target'?
           17 | traget: y
              | ^~~~~~
        n.md:18:15: error: 'n_estimators' must be an integer in 1...100000, not 'many'
           18 | n_estimators: many
              |               ^~~~
        """#)
  }
}

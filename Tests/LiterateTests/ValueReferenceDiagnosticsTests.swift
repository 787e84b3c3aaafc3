import Testing

@Suite("Diagnostics: References to values") struct ValueReferenceDiagnosticsTests {
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

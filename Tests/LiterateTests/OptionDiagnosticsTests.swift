import Literate
import Testing

@Suite("Diagnostics: '#|' lines") struct OptionDiagnosticsTests {
  @Test("Unknown options") func unknown() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| captoin: C
        #| zzz: 1
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:4: error: '#|' lines have no option 'captoin'; did you mean 'caption'?
            5 | #| captoin: C
              |    ^~~~~~~
        n.md:6:4: error: '#|' lines have no option 'zzz'
            6 | #| zzz: 1
              |    ^~~
          help: they take caption, alt, label, show, hide, fold, height, source, columns, cores, memory, time, each, skip, save
        """#)
  }

  @Test("Values are checked") func values() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| fold: perhaps
        #| height: tall
        #| cores: 0
        #| memory: 2 apples
        #| time: soon
        #| caption: [a]
        #| source: 1
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:10: error: 'fold' must be true or false, not 'perhaps'
            5 | #| fold: perhaps
              |          ^~~~~~~
        n.md:6:12: error: 'height' must be an integer in 20...10000, not 'tall'
            6 | #| height: tall
              |            ^~~~
        n.md:7:11: error: 'cores' must be in 1...1024, not 0
            7 | #| cores: 0
              |           ^
        n.md:8:12: error: 'memory' must be an amount of memory, such as 500MB or 2GB, not '2 apples'
            8 | #| memory: 2 apples
              |            ^~~~~~~~
        n.md:9:10: error: 'time' must be an amount of time, such as 30s, 10min or 2h, not 'soon'
            9 | #| time: soon
              |          ^~~~
        n.md:10:13: error: 'caption' must be text, not a list
           10 | #| caption: [a]
              |             ^~~
        n.md:11:12: error: 'source' must be true, false or fold, not 1
           11 | #| source: 1
              |            ^
        """#)
  }

  @Test("Outputs that the tool has not") func outputs() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{model.random_forest a}
        #| show: [importance]
        #| hide: all
        #| save: {modle: x.bin}
        data: $b
        target: y
        ```

        """#,
      #"""
        n.md:5:11: error: 'model.random_forest' has no output 'importance'; did you mean 'importances'?
            5 | #| show: [importance]
              |           ^~~~~~~~~~
        n.md:7:11: error: 'model.random_forest' has no output 'modle'; did you mean 'model'?
            7 | #| save: {modle: x.bin}
              |           ^~~~~
        n.md:8:7: error: no step is called 'b'
            8 | data: $b
              |       ^~
          help: give the step its name in the braces: {family.tool b}
        """#)
  }

  @Test("save where there is no main output") func saveNeedsOutput() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.split a}
        #| save: x.csv
        table: $b
        ```

        """#,
      #"""
        n.md:5:10: error: 'table.split' has several outputs and no main one
            5 | #| save: x.csv
              |          ^~~~~
          help: write 'save: {train: results/x.csv}'; its outputs are train, test
        n.md:6:8: error: no step is called 'b'
            6 | table: $b
              |        ^~
          help: give the step its name in the braces: {family.tool b}
        """#)
  }

  @Test("save without a name") func savePath() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| save: results/
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:10: error: 'save' must be the name of a file, such as results/x.csv, not 'results/'
            5 | #| save: results/
              |          ^~~~~~~~
        """#)
  }

  @Test("Lines that stand below the head") func later() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
        #| caption: C
        ```

        """#,
      #"""
        n.md:6:1: error: '#|' lines stand together at the head of the body
            6 | #| caption: C
              | ^~~~~~~~~~~~~
          help: move this line up to the fence
        """#)
  }

  @Test("Lines that are no mapping") func noMapping() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| just text
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:4: error: '#|' lines must be a mapping, not a single value
            5 | #| just text
              |    ^~~~~~~~~
          help: write '#| name: value'
        """#)
  }

  @Test("Options of script steps") func script() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| environment: base
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:4: error: 'environment' belongs to script steps, which are not supported by this release
            5 | #| environment: base
              |    ^~~~~~~~~~~
          help: remove the line
        """#)
  }

  @Test("skip takes true, false or a parameter") func skip() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        params:
          quick: true
          k: 3
        ---
        ```{table.read a}
        #| skip: $params.quick
        path: a.csv
        ```

        ```{table.read b}
        #| skip: $params.quik
        path: a.csv
        ```

        ```{table.read c}
        #| skip: $params.k
        path: a.csv
        ```

        ```{table.read d}
        #| skip: maybe
        path: a.csv
        ```

        """#,
      #"""
        n.md:13:10: error: the notebook has no parameter 'quik'; did you mean 'quick'?
           13 | #| skip: $params.quik
              |          ^~~~~~~~~~~~
          help: declare it under 'params:' in the front matter
        n.md:18:10: error: 'skip' must be true or false, not 3, the value of '$params.k'
           18 | #| skip: $params.k
              |          ^~~~~~~~~
        n.md:23:10: error: 'skip' must be true or false, not 'maybe'
           23 | #| skip: maybe
              |          ^~~~~
        """#)
  }

  @Test("each takes a table or a collection") func each() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read samples}
        path: samples.csv
        ```

        ```{table.read a}
        #| each: samples
        path: ${each.path}
        ```

        ```{table.read b}
        #| each: $params.x
        path: ${each.path}
        ```

        ```{plot.bar p}
        table: $samples
        ```

        ```{table.read c}
        #| each: $p
        path: $each.path
        ```

        ```{table.read d}
        #| each: $smaples
        path: $each.path
        ```

        """#,
      #"""
        n.md:9:10: error: 'each' must be a reference to a table or a collection, such as '$samples', not 'samples'
            9 | #| each: samples
              |          ^~~~~~~
        n.md:14:10: error: 'each' must be a reference to a table or a collection, such as '$samples', not '$params.x'
           14 | #| each: $params.x
              |          ^~~~~~~~~
        n.md:23:10: error: 'each' must be a reference to a table or a collection, such as '$samples', not '$p', which is a figure
           23 | #| each: $p
              |          ^~
        n.md:28:10: error: no step is called 'smaples'; did you mean 'samples'?
           28 | #| each: $smaples
              |          ^~~~~~~~
        """#)
  }

  @Test("YAML mistakes have their place") func yaml() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        #| caption: one: two
        path: a.csv
        ```

        """#,
      #"""
        n.md:5:16: error: YAML reads ': ' inside a value as another key
            5 | #| caption: one: two
              |                ^
          help: quote the whole value, or write 'caption: |' and go on on the next line
        """#)
  }

  @Test("A step's source may be folded") func foldedSource() {
    let shown = ["true", "false", "fold"].map { plan("```{table.read a}\n#| source: \($0)\npath: a.csv\n```\n").steps[0].presentation }
    #expect(shown.map(\.source) == [true, false, true])
    #expect(shown.map(\.foldsSource) == [false, false, true])
  }

  @Test("How columns are shown") func columns() {
    let read = plan("```{table.read a}\n#| columns:\n#|   area: {format: round 1, unit: mm², bar: true}\n#|   share: percent 1\npath: a.csv\n```\n")
    #expect(read.diagnostics == [])
    #expect(
      read.steps[0].presentation.columns == [
        ColumnPresentation(column: "area", filter: .round(1), unit: "mm²", hasBar: true), ColumnPresentation(column: "share", filter: .percent(1)),
      ])
    expectDiagnostics(
      of: "---\ntitle: T\n---\n```{table.read a}\n#| columns: {a: {formt: round 1}, b: rond 1}\npath: a.csv\n```\n",
      #"""
        n.md:5:18: error: a column is not shown by 'formt'; did you mean 'format'?
            5 | #| columns: {a: {formt: round 1}, b: rond 1}
              |                  ^~~~~
        n.md:5:38: error: there is no filter 'rond'; did you mean 'round'?
            5 | #| columns: {a: {formt: round 1}, b: rond 1}
              |                                      ^~~~~~
        """#)
  }
}

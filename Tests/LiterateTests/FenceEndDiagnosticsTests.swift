import Testing

@Suite("Diagnostics: Where fences end and stand") struct FenceEndDiagnosticsTests {
  @Test("A fence that the document ends") func endOfDocument() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv

        """#,
      #"""
        n.md:4:1: error: this fence is ended by the end of the notebook, not by a fence
            4 | ```{table.read a}
              | ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }

  @Test("Ordinary code that the document ends") func endOfDocumentOrdinary() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ~~~ python
        x = 1
        ```

        """#,
      #"""
        n.md:4:1: error: this fence is ended by the end of the notebook, not by a fence
            4 | ~~~ python
              | ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }

  @Test("A fence that its quote ends") func endOfQuote() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        > ```{table.read a}
        > path: a.csv

        text

        """#,
      #"""
        n.md:4:3: error: this fence is ended by the end of its quote, not by a fence
            4 | > ```{table.read a}
              |   ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }

  @Test("A fence that its quote ends before a fence") func endOfQuoteByFence() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        > ```{table.read a}
        > path: a.csv
        ```
        code
        ```

        """#,
      #"""
        n.md:4:3: error: this fence is ended by the end of its quote, not by a fence
            4 | > ```{table.read a}
              |   ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }

  @Test("A fence that its list ends") func endOfList() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        - item

          ```{table.read a}
          path: a.csv

        text

        """#,
      #"""
        n.md:6:3: error: this fence is ended by the end of its list, not by a fence
            6 |   ```{table.read a}
              |   ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }

  @Test("A step inside raw HTML; a comment switches it off") func inHTML() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        <div>
        ```{table.read a}
        path: a.csv
        ```
        </div>

        <!--
        ```{table.read b}
        path: b.csv
        ```
        -->

        <div>
        <!-- ```{table.read c}
        ```{table.read c}
        ``` -->
        </div>

        """#,
      #"""
        n.md:5:4: error: this step stands inside raw HTML and would not run
            5 | ```{table.read a}
              |    ^~~~~~~~~~~~~~
          help: leave a blank line between the HTML and the fence, or switch the step off with <!-- and -->
        """#)
  }

  @Test("A step in a footnote that nothing refers to") func inLostFootnote() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        Text.

        [^a]: Note.

            ```{table.read a}
            path: a.csv
            ```

        """#,
      #"""
        n.md:8:8: error: this step is not part of the page and would not run
            8 |     ```{table.read a}
              |        ^~~~~~~~~~~~~~
          help: it stands in a footnote that nothing refers to, or is nested too deeply
        """#)
  }

  @Test("Nothing refers to a step without a name") func unnamedIsNothing() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read}
        path: a.csv
        ```

        ```{table.describe}
        table: $table
        ```

        """#,
      #"""
        n.md:9:8: error: no step is called 'table'
            9 | table: $table
              |        ^~~~~~
          help: give the step its name in the braces: {family.tool table}
        """#)
  }

  @Test("Ordinary code with braces") func ordinary() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{.python}
        x
        ```

        ```{#id .r}
        x
        ```

        ```{=html}
        x
        ```

        ``` c {a}
        ```

        """#,
      "")
  }

  @Test("Control characters") func controlCharacter() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        a\#u{7}b

        """#,
      #"""
        n.md:4:2: error: a control character (U+0007) stands here
            4 | a b
              |  ^
          help: remove it
        """#)
  }

  @Test("Places inside lists and quotes") func containers() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        1. One

           ```{table.read a}
           pth: a.csv
           ```

        > > ```{table.read b}
        > > path: b.csv
        > > separatr: é
        > > ```

        -\#t```{table.split c}
        \#ttable: $a
        \#ttest_size: 2
        \#t```

        """#,
      #"""
        n.md:6:7: error: 'table.read' needs 'path' (a path, or a reference to a file)
            6 |    ```{table.read a}
              |       ^~~~~~~~~~~~~~
          help: write 'path: …' in the body
        n.md:7:4: error: 'table.read' has no parameter 'pth'; did you mean 'path'?
            7 |    pth: a.csv
              |    ^~~
        n.md:12:5: error: 'table.read' has no parameter 'separatr'; did you mean 'separator'?
           12 | > > separatr: é
              |     ^~~~~~~~
        n.md:17:13: error: 'test_size' must be above 0 and below 1, not 2
           17 | \#ttest_size: 2
              | \#t           ^
        """#)
  }
}

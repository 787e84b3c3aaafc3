import Testing

@Suite("Diagnostics: Fences") struct FenceDiagnosticsTests {
  @Test("A brace without its end") func braceNeverEnds() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read x
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:4: error: this '{' has no '}'
            4 | ```{table.read x
              |    ^~~~~~~~~~~~~
          help: write {family.tool} or {family.tool name}
        """#)
  }

  @Test("Text behind the brace") func textAfterBrace() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read} x
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:17: error: 'x' stands after the '}'
            4 | ```{table.read} x
              |                 ^
          help: a step's name stands inside: {family.tool name}
        """#)
  }

  @Test("Braces that name no tool") func emptyBraces() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{ }
        ```

        """#,
      #"""
        n.md:4:4: error: these braces name no tool
            4 | ```{ }
              |    ^~~
          help: write {family.tool} or {family.tool name}
        """#)
  }

  @Test("More words than two") func tooManyWords() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a b}
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:4: error: between the braces stand a tool and a name, not 3 words
            4 | ```{table.read a b}
              |    ^~~~~~~~~~~~~~~~
          help: options stand at the head of the body: #| caption: …
        """#)
  }

  @Test("Options in the braces, as in knitr") func knitrOptions() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a, echo=FALSE, x=3}
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:4: error: between the braces stand a tool and a name, not 4 words
            4 | ```{table.read a, echo=FALSE, x=3}
              |    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: options stand at the head of the body: #| caption: …
        """#)
  }

  @Test("A name that is none") func badName() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read 2nd}
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:16: error: '2nd' is no name for a step
            4 | ```{table.read 2nd}
              |                ^~~
          help: a name begins with a letter and has letters, digits and _
        """#)
  }

  @Test("Names that are taken") func takenNames() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read params}
        path: a.csv
        ```

        ```{table.read each}
        path: a.csv
        ```

        """#,
      #"""
        n.md:4:16: error: a step cannot be called 'params': '$params' means the notebook's parameters
            4 | ```{table.read params}
              |                ^~~~~~
          help: choose another name
        n.md:8:16: error: a step cannot be called 'each': '$each' means the row that a step runs for
            8 | ```{table.read each}
              |                ^~~~
          help: choose another name
        """#)
  }

  @Test("A name that stands twice") func duplicateNames() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read a}
        path: a.csv
        ```

        ```{table.read a}
        path: b.csv
        ```

        ```{quiz q}
        questions: [{title: A, type: text, correct: b}]
        ```

        ```{quiz q}
        questions: [{title: A, type: text, correct: b}]
        ```

        """#,
      #"""
        n.md:8:16: error: the name 'a' is taken by the step on line 4
            8 | ```{table.read a}
              |                ^
          help: names are unique in a notebook
        n.md:16:10: error: the name 'q' is taken by the quiz on line 12
           16 | ```{quiz q}
              |          ^
          help: names are unique in a notebook
        """#)
  }

  @Test("Tools that are not there") func unknownTool() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.reed a}
        path: a.csv
        ```

        ```{read b}
        ```

        ```{zzz.qqq c}
        ```

        ```{model.evaluate}
        model: $a
        data: $b
        ```

        """#,
      #"""
        n.md:4:5: error: there is no tool 'table.reed'; did you mean 'table.read'?
            4 | ```{table.reed a}
              |     ^~~~~~~~~~
        n.md:8:5: error: there is no tool 'read'; did you mean 'table.read'?
            8 | ```{read b}
              |     ^~~~
        n.md:11:5: error: there is no tool 'zzz.qqq'
           11 | ```{zzz.qqq c}
              |     ^~~~~~~
          help: 'galley tools' lists them; {.zzz.qqq} shows code without running it
        """#)
  }

  @Test("Script steps are told to be missing") func scripts() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{python}
        print(1)
        ```

        ```{r clean}
        1
        ```

        ```{bash, echo=FALSE}
        ls
        ```

        """#,
      #"""
        n.md:4:5: error: script steps ({python}) are not supported by this release
            4 | ```{python}
              |     ^~~~~~
          help: write {.python} to show the code without running it
        n.md:8:5: error: script steps ({r}) are not supported by this release
            8 | ```{r clean}
              |     ^
          help: write {.r} to show the code without running it
        n.md:12:5: error: script steps ({bash}) are not supported by this release
           12 | ```{bash, echo=FALSE}
              |     ^~~~
          help: write {.bash} to show the code without running it
        """#)
  }

  @Test("An {expect} block has no name") func expectName() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{expect checks}
        1 == 1
        ```

        """#,
      #"""
        n.md:4:12: error: an {expect} block has no name
            4 | ```{expect checks}
              |            ^~~~~~
          help: write {expect}, without 'checks'
        """#)
  }

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

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
}

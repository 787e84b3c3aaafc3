import Testing

@Suite("Diagnostics: Front matter") struct FrontMatterDiagnosticsTests {
  @Test("A notebook without front matter") func noFrontMatter() {
    expectDiagnostics(
      of: #"""
        # Hello

        """#,
      #"""
        n.md:1:1: error: the notebook has no front matter
            1 | # Hello
              | ^
          help: begin with a line '---', a line 'title: …' and a line '---'
        """#)
  }

  @Test("Front matter that never ends") func neverEnds() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        params:
          k: 3

        ```{model.random_forest f}
        data: $x
        target: y
        n_estimators: $params.k
        ```

        """#,
      #"""
        n.md:1:1: error: the front matter never ends
            1 | ---
              | ^~~
          help: close it with a line '---'
        n.md:7:7: error: no step is called 'x'
            7 | data: $x
              |       ^~
          help: give the step its name in the braces: {family.tool x}
        """#)
  }

  @Test("A title is required") func needsTitle() {
    expectDiagnostics(
      of: #"""
        ---
        level: Introductory
        ---

        """#,
      #"""
        n.md:1:1: error: the front matter needs a 'title'
            1 | ---
              | ^~~
          help: write 'title: …' in it
        """#)
  }

  @Test("Empty front matter") func empty() {
    expectDiagnostics(
      of: #"""
        ---
        ---

        """#,
      #"""
        n.md:1:1: error: the front matter needs a 'title'
            1 | ---
              | ^~~
          help: write 'title: …' in it
        """#)
  }

  @Test("Front matter that is a list") func noMapping() {
    expectDiagnostics(
      of: #"""
        ---
        - a
        - b
        ---

        """#,
      #"""
        n.md:2:1: error: the front matter must be a mapping, not a list
            2 | - a
              | ^
          help: write one 'name: value' a line
        """#)
  }

  @Test("An unknown field is a warning with a suggestion") func unknownField() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        time_estimate: 1H
        colour: red
        ---

        """#,
      #"""
        n.md:3:1: warning: the front matter has no field 'time_estimate'; did you mean 'time_estimation'?
            3 | time_estimate: 1H
              | ^~~~~~~~~~~~~
        n.md:4:1: warning: the front matter has no field 'colour'
            4 | colour: red
              | ^~~~~~
        """#)
  }

  @Test("Fields are checked, all of them") func fields() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        level: introductory
        time_estimation: 90 minutes
        toc: yes
        lang: en US
        questions: {a: b}
        tags: [a, [b]]
        params: 3
        ---

        """#,
      #"""
        n.md:3:8: error: 'level' must be one of Introductory, Intermediate, Advanced, not 'introductory'; did you mean 'Introductory'?
            3 | level: introductory
              |        ^~~~~~~~~~~~
        n.md:4:18: error: 'time_estimation' must be hours and minutes, such as 2H or 1H30M, not '90 minutes'
            4 | time_estimation: 90 minutes
              |                  ^~~~~~~~~~
        n.md:5:6: error: 'toc' must be true or false, not 'yes'
            5 | toc: yes
              |      ^~~
        n.md:6:7: error: 'lang' must be a language tag, such as en or pt-BR, not 'en US'
            6 | lang: en US
              |       ^~~~~
        n.md:7:12: error: 'questions' must be text, not a mapping
            7 | questions: {a: b}
              |            ^~~~~~
        n.md:8:11: error: 'tags[2]' must be text, not a list
            8 | tags: [a, [b]]
              |           ^~~
        n.md:9:9: error: 'params' must be a mapping of names to values, not 3
            9 | params: 3
              |         ^
        """#)
  }

  @Test("Parameters are checked by kind, range and choices") func parameters() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        params:
          trees: {default: many, kind: integer}
          share: {default: 2, kind: number, min: 0, max: 1}
          rule: {default: ginni, choices: [gini, entropy]}
          depth: {default: 3, knid: integer}
          none: {kind: text}
          odd: {default: 1, kind: integr}
          2x: 3
          flag: {default: 1, kind: boolean}
        ---

        """#,
      #"""
        n.md:4:20: error: 'trees' must be an integer, not 'many'
            4 |   trees: {default: many, kind: integer}
              |                    ^~~~
        n.md:5:20: error: 'share' must be in 0...1, not 2
            5 |   share: {default: 2, kind: number, min: 0, max: 1}
              |                    ^
        n.md:6:19: error: 'rule' must be one of gini, entropy, not 'ginni'; did you mean 'gini'?
            6 |   rule: {default: ginni, choices: [gini, entropy]}
              |                   ^~~~~
        n.md:7:23: error: the parameter 'depth' has no field 'knid'; did you mean 'kind'?
            7 |   depth: {default: 3, knid: integer}
              |                       ^~~~
        n.md:8:3: error: the parameter 'none' needs a 'default'
            8 |   none: {kind: text}
              |   ^~~~
          help: write 'none: {default: …}'
        n.md:9:27: error: 'kind' must be one of integer, number, text, boolean, file, column, not 'integr'; did you mean 'integer'?
            9 |   odd: {default: 1, kind: integr}
              |                           ^~~~~~
        n.md:10:3: error: '2x' is no name for a parameter
           10 |   2x: 3
              |   ^~
          help: a name begins with a letter and has letters, digits and _
        n.md:11:19: error: 'flag' must be true or false, not 1
           11 |   flag: {default: 1, kind: boolean}
              |                   ^
        """#)
  }

  @Test("A field that stands twice") func duplicate() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        level: Advanced
        title: U
        ---

        """#,
      #"""
        n.md:4:1: error: 'title' stands twice; the first is on line 2
            4 | title: U
              | ^~~~~
          help: keep one of the two
        """#)
  }
}

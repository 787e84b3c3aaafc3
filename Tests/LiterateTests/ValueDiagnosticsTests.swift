import Testing

@Suite("Diagnostics: Values, boxes and expectations") struct ValueDiagnosticsTests {
  @Test("Filters of values") func filters() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        `$t.table.rows, thousand` and `$t.table.rows, percent` and `$t.table.rows, round 99`,
        then `$t.table.rows, date 3` and `$t.table.rows, zzz`.

        """#,
      #"""
        n.md:8:17: error: there is no filter 'thousand'; did you mean 'thousands'?
            8 | `$t.table.rows, thousand` and `$t.table.rows, percent` and `$t.table.rows, round 99`,
              |                 ^~~~~~~~
        n.md:8:47: error: 'percent' needs a number of digits
            8 | `$t.table.rows, thousand` and `$t.table.rows, percent` and `$t.table.rows, round 99`,
              |                                               ^~~~~~~
          help: write 'percent 1'
        n.md:8:76: error: 'round' takes a number of digits in 0...15, not '99'
            8 | `$t.table.rows, thousand` and `$t.table.rows, percent` and `$t.table.rows, round 99`,
              |                                                                            ^~~~~
          help: write 'round 1'
        n.md:9:22: error: 'date' takes nothing, not '3'
            9 | then `$t.table.rows, date 3` and `$t.table.rows, zzz`.
              |                      ^~~~
          help: write 'date'
        n.md:9:50: error: there is no filter 'zzz'
            9 | then `$t.table.rows, date 3` and `$t.table.rows, zzz`.
              |                                                  ^~~
          help: filters are round, percent, thousands, scientific, duration, bytes, date
        """#)
  }

  @Test("References in prose") func references() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.

        """#,
      #"""
        n.md:8:5: error: '$t.table' has no field 'row'; did you mean '$t.table.rows'?
            8 | Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.
              |    ^~~~~~~~~~~~
        n.md:8:21: error: no step is called 'nothing'
            8 | Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.
              |                    ^~~~~~~~~~
          help: the steps are t
        n.md:8:35: error: '$t' is a table and not a single value
            8 | Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.
              |                                  ^~
          help: name a field: $t.table.rows or $t.table.columns
        n.md:8:41: error: '$each.x' stands only in a step with '#| each: $table'
            8 | Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.
              |                                        ^~~~~~~
        n.md:8:52: error: the notebook has no parameter 'k'
            8 | Ä `$t.table.row`, `$nothing.x`, `$t`, `$each.x`, `$params.k`; code: `$PATH`, `$1.5`, `$t.table.rows + 1`.
              |                                                   ^~~~~~~~~
          help: declare it under 'params:' in the front matter
        """#)
  }

  @Test("Places in lists, tables and headings") func inContainers() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        # `$a.b`

        - one
          - two `x` `$a.b`

        | h | `$a.b` |
        |---|---|
        | `$a.b` | `$c.d` |

        > quote
        > on `$a.b`

        """#,
      #"""
        n.md:4:4: error: no step is called 'a'
            4 | # `$a.b`
              |    ^~~~
          help: give the step its name in the braces: {family.tool a}
        n.md:7:14: error: no step is called 'a'
            7 |   - two `x` `$a.b`
              |              ^~~~
          help: give the step its name in the braces: {family.tool a}
        n.md:9:8: error: no step is called 'a'
            9 | | h | `$a.b` |
              |        ^~~~
          help: give the step its name in the braces: {family.tool a}
        n.md:11:4: error: no step is called 'a'
           11 | | `$a.b` | `$c.d` |
              |    ^~~~
          help: give the step its name in the braces: {family.tool a}
        n.md:11:13: error: no step is called 'c'
           11 | | `$a.b` | `$c.d` |
              |             ^~~~
          help: give the step its name in the braces: {family.tool c}
        n.md:14:7: error: no step is called 'a'
           14 | > on `$a.b`
              |       ^~~~
          help: give the step its name in the braces: {family.tool a}
        """#)
  }

  @Test("An unknown box is a warning") func boxes() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        > [!tpi] Title
        > text

        > [!zebra]
        > text

        """#,
      #"""
        n.md:4:5: warning: there is no box 'tpi'; did you mean 'tip'?
            4 | > [!tpi] Title
              |     ^~~
        n.md:7:5: warning: there is no box 'zebra'
            7 | > [!zebra]
              |     ^~~~~
          help: boxes are note, tip, important, warning, caution, question, solution, exercise, hands-on, details, comment
        """#)
  }

  @Test("Expressions are located in their line") func expect() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{table.read t}
        path: a.csv
        ```

        ```{expect}
        # a comment
        $t.table.rows > 3  # more
          $t.table.rows >
        $t.table.rows = 3
        1 < 2 < 3
        rows > 3
        $t.table.row > 3
        $t > 3
        $q.x ~= 3
        'a # b' == 'a' and
        mean(x) > 1
        ```

        ```{expect}
        # nothing
        ```

        """#,
      #"""
        n.md:11:18: error: the expression ends where a value should stand
           11 |   $t.table.rows >
              |                  ^
        n.md:12:15: error: '=' is not known here; did you mean '=='?
           12 | $t.table.rows = 3
              |               ^
        n.md:13:7: error: comparisons are not chained
           13 | 1 < 2 < 3
              |       ^
          help: write a < b and b < c
        n.md:14:1: error: an {expect} block has no columns, so 'rows' means nothing
           14 | rows > 3
              | ^~~~
          help: write $rows for a step's output, or 'rows' in quotes for text
        n.md:15:1: error: '$t.table' has no field 'row'; did you mean '$t.table.rows'?
           15 | $t.table.row > 3
              | ^~~~~~~~~~~~
        n.md:16:1: error: '$t' is a table and not a single value
           16 | $t > 3
              | ^~
          help: name a field: $t.table.rows or $t.table.columns
        n.md:17:6: error: '~=' needs a tolerance
           17 | $q.x ~= 3
              |      ^~
          help: write $step.metrics.r2 ~= 0.93 ± 0.01
        n.md:18:19: error: the expression ends where a value should stand
           18 | 'a # b' == 'a' and
              |                   ^
        n.md:19:6: error: an {expect} block has no columns, so 'x' means nothing
           19 | mean(x) > 1
              |      ^
          help: write $x for a step's output, or 'x' in quotes for text
        n.md:22:4: error: this {expect} block expects nothing
           22 | ```{expect}
              |    ^~~~~~~~
          help: write one expression a line, such as $scores.metrics.accuracy >= 0.9
        """#)
  }

  @Test("Quizzes") func quiz() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        ```{quiz q}
        questions:
          - title: A
            type: choose-1
            answers: [yes, no]
            correct: yess
          - title: B
            type: choose-one
            correct: x
          - type: number
            correct: many
            explantion: x
          - title: C
            type: choose-many
            correct: a
          - title: D
            type: text
            correct: [a, b]
          - text
        question: []
        ```

        ```{quiz}
        ```

        ```{quiz}
        - a
        ```

        """#,
      #"""
        n.md:9:14: error: 'yess' is not among the answers; did you mean 'yes'?
            9 |     correct: yess
              |              ^~~~
        n.md:11:11: error: 'type' must be one of choose-1, choose-many, number, text, not 'choose-one'; did you mean 'choose-1'?
           11 |     type: choose-one
              |           ^~~~~~~~~~
        n.md:13:5: error: a question needs 'title'
           13 |   - type: number
              |     ^
          help: write 'title: …' in it
        n.md:15:5: error: a question has no key 'explantion'; did you mean 'explanation'?
           15 |     explantion: x
              |     ^~~~~~~~~~
        n.md:16:5: error: a question needs 'answers'
           16 |   - title: C
              |     ^
          help: write 'answers: …' in it
        n.md:21:14: error: 'correct' must be one answer, not 2
           21 |     correct: [a, b]
              |              ^~~~~~
        n.md:22:5: error: 'questions' must be mappings with title, type and correct, not a single value
           22 |   - text
              |     ^~~~
        n.md:23:1: error: a quiz has no key 'question'; did you mean 'questions'?
           23 | question: []
              | ^~~~~~~~
        n.md:26:4: error: a quiz needs 'questions'
           26 | ```{quiz}
              |    ^~~~~~
          help: write 'questions:' and a list of {title, type, answers, correct}
        n.md:30:1: error: a quiz must be a mapping, not a list
           30 | - a
              | ^
          help: write 'questions:' and a list below it
        """#)
  }

  @Test("All mistakes at once, in the order of the text") func order() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        levl: Advanced
        ---
        `$a.b`

        ```{table.reed x}
        path: a.csv
        ```

        > [!tpi]
        > text

        ```{table.read y}
        pth: a.csv
        ```

        ```{expect}
        $y.table.rows >
        ```

        ```{table.read z}
        path: a.csv

        """#,
      #"""
        n.md:3:1: warning: the front matter has no field 'levl'; did you mean 'level'?
            3 | levl: Advanced
              | ^~~~
        n.md:5:2: error: no step is called 'a'
            5 | `$a.b`
              |  ^~~~
          help: the steps are x, y, z
        n.md:7:5: error: there is no tool 'table.reed'; did you mean 'table.read'?
            7 | ```{table.reed x}
              |     ^~~~~~~~~~
        n.md:11:5: warning: there is no box 'tpi'; did you mean 'tip'?
           11 | > [!tpi]
              |     ^~~
        n.md:14:4: error: 'table.read' needs 'path' (a path, or a reference to a file)
           14 | ```{table.read y}
              |    ^~~~~~~~~~~~~~
          help: write 'path: …' in the body
        n.md:15:1: error: 'table.read' has no parameter 'pth'; did you mean 'path'?
           15 | pth: a.csv
              | ^~~
        n.md:19:16: error: the expression ends where a value should stand
           19 | $y.table.rows >
              |                ^
        n.md:22:1: error: this fence is ended by the end of the notebook, not by a fence
           22 | ```{table.read z}
              | ^~~
          help: close it with a line of the same signs, indented like its first line
        """#)
  }
}

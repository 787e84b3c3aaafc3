import Literate

/// `{quiz}`: a form that marks itself where scripts run; where they do not, the answers stand folded below each question.
extension PageDrawing {
  func drawQuiz(_ place: Int) {
    guard plan.quizzes.indices.contains(place) else { return }
    let quiz = plan.quizzes[place]
    let prefix = "quiz.\(quiz.name ?? String(place + 1))"
    // A student's copy has no answers, so there is nothing to mark by.
    let isSealed = options.audience == .student
    let questions = quiz.questions.enumerated().map { number, question -> TemplateFields in
      let name = "\(prefix).\(number + 1)"
      let isMany = question.type == .chooseMany
      let isChoice = isMany || question.type == .chooseOne
      return [
        "name": name, "number": number + 1, "question": question.title, "type": question.type.rawValue,
        "isChoice": isChoice, "isMany": isMany, "input": isMany ? "checkbox" : "radio", "hint": PageWords.chooseMany,
        "isNumber": question.type == .number, "label": PageWords.yourAnswer,
        "choices": isChoice
          ? question.answers.enumerated().map { choice, answer -> TemplateFields in
            ["id": "\(name).\(choice + 1)", "text": answer, "correct": question.correct.contains(answer) ? "1" : "0", "isMarked": !isSealed]
          } : [],
        "expected": isChoice ? "" : question.correct.first ?? "", "isMarked": !isSealed, "isOpen": options.audience == .instructor,
        "answers": question.correct, "explanation": question.explanation ?? "", "hasExplanation": question.explanation?.isEmpty == false,
        "check": PageWords.check, "answerWord": PageWords.answer,
      ]
    }
    out.write(
      templates.render(
        "quiz",
        [
          "anchor": prefix, "place": place + 1, "title": PageWords.quiz, "questions": questions, "right": PageWords.right, "wrong": PageWords.wrong,
          "empty": PageWords.chooseFirst, "isSealed": isSealed, "sealed": PageWords.answersElsewhere, "score": PageWords.quizScore,
          "startOver": PageWords.startOver, "kept": PageWords.answersKept,
        ]))
  }
}

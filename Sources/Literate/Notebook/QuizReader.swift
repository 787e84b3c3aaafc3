import Tooling

/// Reads `{quiz}` blocks, in the Training Network's keys.
struct QuizReader {
  static let keys = ["questions", "title"]
  static let questionKeys = ["title", "type", "answers", "correct", "explanation"]

  private var fields = FieldReader()

  static func read(_ fence: Fence, name: String?, diagnostics: inout [Diagnostic]) -> Quiz {
    var quiz = Quiz(name: name, questions: [], range: fence.range)
    switch YAMLReader.read(fence.body, diagnostics: &diagnostics) {
    case .failed: break
    case .empty: diagnostics.append(.quizNeedsQuestions(at: fence.range))
    case .node(let node):
      guard case .mapping(let written) = node.content else {
        diagnostics.append(.quizIsNoMapping(node))
        return quiz
      }
      var reader = QuizReader()
      quiz.questions = reader.questions(written, at: fence.range)
      diagnostics += reader.fields.diagnostics
    }
    return quiz
  }

  private mutating func questions(_ written: [SourceField], at place: SourceRange) -> [Quiz.Question] {
    var questions: [Quiz.Question] = []
    for field in written {
      guard field.key == "questions" else {
        if field.key != "title" { fields.diagnostics.append(.unknownQuizKey(field.key, of: "a quiz", among: Self.keys, at: field.keyRange)) }
        continue
      }
      guard case .list(let nodes) = field.value.content, !nodes.isEmpty else {
        fields.refuse(field, "a list of questions")
        continue
      }
      questions = nodes.compactMap { question($0) }
    }
    if !written.contains(where: { $0.key == "questions" }) { fields.diagnostics.append(.quizNeedsQuestions(at: place)) }
    return questions
  }

  private mutating func question(_ node: SourceNode) -> Quiz.Question? {
    guard case .mapping(let written) = node.content else {
      fields.diagnostics.append(.refusal("questions", "mappings with title, type and correct", not: node.typeName, at: node.range))
      return nil
    }
    var title: String?
    var explanation: String?
    var type: Quiz.QuestionType?
    var answers: [(text: String, range: SourceRange)] = []
    var correct: [(text: String, range: SourceRange)] = []
    for field in written {
      switch field.key {
      case "title": title = fields.text(field)
      case "explanation": explanation = fields.text(field)
      case "answers": answers = texts(field)
      case "correct": correct = texts(field)
      case "type":
        guard let text = fields.text(field) else { continue }
        type = Quiz.QuestionType(rawValue: text)
        let types = Quiz.QuestionType.allCases.map(\.rawValue)
        if type == nil { fields.refuse(field, "one of \(types.joined(separator: ", "))", near: didYouMean(text, among: types)) }
      default:
        fields.diagnostics.append(.unknownQuizKey(field.key, of: "a question", among: Self.questionKeys, at: field.keyRange))
      }
    }
    for key in ["title", "type", "correct"] where !written.contains(where: { $0.key == key }) {
      fields.diagnostics.append(.questionNeeds(key, at: node.range))
    }
    guard let title, let type else { return nil }
    check(type, answers, correct, written, at: node.range)
    return Quiz.Question(title: title, type: type, answers: answers.map(\.text), correct: correct.map(\.text), explanation: explanation)
  }

  private mutating func texts(_ field: SourceField) -> [(text: String, range: SourceRange)] {
    let nodes: [SourceNode] = if case .list(let nodes) = field.value.content { nodes } else { [field.value] }
    return nodes.compactMap { node in fields.text(node, named: field.key).map { ($0, node.range) } }
  }

  private mutating func check(
    _ type: Quiz.QuestionType, _ answers: [(text: String, range: SourceRange)], _ correct: [(text: String, range: SourceRange)],
    _ written: [SourceField], at place: SourceRange
  ) {
    let isChoice = type == .chooseOne || type == .chooseMany
    if isChoice, !written.contains(where: { $0.key == "answers" }) { fields.diagnostics.append(.questionNeeds("answers", at: place)) }
    if let field = written.first(where: { $0.key == "correct" }), type != .chooseMany, correct.count > 1 {
      fields.diagnostics.append(.refusal("correct", "one answer", not: "\(correct.count)", at: field.value.range))
    }
    for answer in correct {
      if isChoice, !answers.isEmpty, !answers.contains(where: { $0.text == answer.text }) {
        fields.diagnostics.append(.correctIsNoAnswer(answer.text, among: answers.map(\.text), at: answer.range))
      }
      if type == .number, ParameterType.number.read(answer.text, isPlain: true) == nil {
        fields.diagnostics.append(.refusal("correct", "a number", not: "'\(answer.text)'", at: answer.range))
      }
    }
  }
}

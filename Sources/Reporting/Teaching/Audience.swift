/// Whom a page is for. Without one it is for a reader who learns alone: solutions stand folded, and quizzes mark themselves.
public enum Audience: String, Sendable, CaseIterable {
  /// Solutions and right answers are not in the page at all.
  case student
  /// Solutions and answers stand open.
  case instructor
}

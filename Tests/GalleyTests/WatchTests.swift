import Glibc
import TestSupport
import Testing

/// `galley watch`, followed as a browser follows it.
@Suite struct WatchTests {
  /// Starts a watch of `sample.md`, follows its events into a file, waits until the first run has ended in `state`, and does `steps`, a
  /// shell's commands. `news N TEXT` waits until the Nth message with TEXT in it has come.
  private func watch(_ galley: Galley, first state: String = "good", _ steps: String) throws -> ProgramResult {
    try galley.write(
      """
      cd "$1"
      "$2" watch sample.md > address 2> told &
      watch=$!
      trap 'kill -9 $watch 2> /dev/null' EXIT
      news() {
        for attempt in $(seq 600); do
          [ "$(grep -c -e "$2" events)" -ge "$1" ] && return
          sleep 0.1
        done
        echo "no news of $2" >&2
        exit 9
      }
      for attempt in $(seq 600); do [ -s address ] && break; sleep 0.1; done
      address=$(cat address)
      curl -sN "${address}events" > events &
      news 1 '"state":"\(state)"'
      \(steps)
      kill -INT $watch
      wait $watch
      echo "exit $?"
      """, to: "watch.sh")
    return try runProgram(
      "/bin/sh", [galley.path("watch.sh"), galley.path("."), Galley.program],
      environment: currentEnvironment().merging(["NO_COLOR": "1"]) { _, new in new })
  }

  @Test func runsAgainWhenExactlyWhatWasReadChanges() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try watch(
      galley,
      """
      echo 'not read' > other.txt
      echo 'More prose.' >> sample.md
      news 2 '"state":"good"'
      sed -i 's/,a$/,b/;2s/,b$/,a/;3s/,b$/,a/;4s/,b$/,a/;5s/,b$/,a/' sample.csv
      news 3 '"state":"good"'
      curl -s "${address}page" | cmp - sample.html && echo 'the page is the report'
      """)
    #expect(result.stdout == "the page is the report\nexit 0\n", "\(result.stderr)")
    let told = try galley.read("told")
    #expect(told.components(startingWith: "changed: ") == ["changed: sample.md", "changed: sample.csv"])
    #expect(told.contains("all 4 reused"), "prose runs nothing")
    #expect(told.contains("ran      rows    table.read"))
    // Each was another page, and the browser is told to load it.
    let pages = try galley.read("events").components(startingWith: "data: ").filter { $0.contains(#""state":"good""#) }
    #expect(pages.count == 3 && Set(pages.map { $0.suffix(12) }).count == 3, "\(pages)")
  }

  @Test func aMistakeIsShownAndThePageStays() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try watch(
      galley,
      """
      sed -i s/n_estimators:/n_estimator:/ sample.md
      news 1 '"state":"mistaken"'
      curl -s -o page.html -w '%{http_code}\\n' "${address}page"
      mv sample.md elsewhere.md
      news 2 '"state":"mistaken"'
      sed s/n_estimator:/n_estimators:/ elsewhere.md > sample.md
      news 2 '"state":"good"'
      """)
    #expect(result.stdout == "200\nexit 0\n", "\(result.stderr)")
    let events = try galley.read("events")
    #expect(events.contains(#"did you mean 'n_estimators'?\n   20 | n_estimator: $params.trees\n      | ^~~~~~~~~~~"#))
    #expect(try galley.read("page.html").contains("<title>A sample</title>"))
  }

  @Test func aMissingFileIsWaitedFor() throws {
    let galley = try Galley()
    try galley.write("---\ntitle: T\n---\n```{table.read a}\npath: data/a.csv\n```\n", to: "sample.md")
    try galley.write("x\n1\n", to: "spare.csv")
    let result = try watch(
      galley, first: "bad",
      """
      mkdir data
      cp spare.csv data/a.csv
      news 1 '"state":"good"'
      """)
    #expect(result.stdout == "exit 0\n", "\(result.stderr)")
    #expect(try galley.read("told").contains("changed: data/a.csv\n"))
  }

  /// What a run writes itself changes nothing, though the page shows it.
  @Test func whatTheRunSavesStartsNoRound() throws {
    let galley = try Galley()
    try galley.writeSample()
    let text = Galley.sample.replacing("```{table.read rows}\n", with: "```{table.read rows}\n#| save: copy.csv\n") + "\n![The copy](copy.csv)\n"
    try galley.write(text, to: "sample.md")
    let result = try watch(
      galley,
      """
      echo more >> sample.md
      news 2 '"state":"good"'
      sleep 2
      ls /proc/$watch/fd | wc -l > before
      for round in 3 4 5 6; do
        echo more >> sample.md
        news $round '"state":"good"'
      done
      sleep 1
      ls /proc/$watch/fd | wc -l | cmp - before && echo 'no more open files'
      """)
    #expect(result.stdout == "no more open files\nexit 0\n", "\(result.stderr)")
    #expect(try galley.read("told").components(startingWith: "changed: ") == Array(repeating: "changed: sample.md", count: 5))
  }

  @Test func aTakenPortIsToldAtOnce() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try watch(
      galley,
      """
      port=$(echo "$address" | cut -d/ -f3 | cut -d: -f2)
      "$2" watch sample.md --port $port 2> second
      echo "status $?"
      """)
    #expect(result.stdout == "status 1\nexit 0\n", "\(result.stderr)")
    #expect(try galley.read("second").contains("galley: the page cannot be served on port "))
  }

  @Test func nothingIsServedWithoutTheToken() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try watch(
      galley,
      """
      root=$(echo "$address" | cut -d/ -f1-3)
      for path in / /page /events /0000000000000000000000000000000/page "/../../etc/passwd"; do
        curl -s -m 5 --path-as-is -o /dev/null -w '%{http_code} ' "$root$path"
      done
      curl -s -m 5 -X POST -o /dev/null -w '%{http_code} ' "${address}page"
      curl -s -I -X GET "$address" | tr -d '\\r' | grep -i -e '^content-security-policy' -e '^referrer' -e '^x-frame' | sort
      """)
    #expect(result.stdout.hasPrefix("404 404 404 404 404 404 "), "\(result.stdout)\(result.stderr)")
    #expect(result.stdout.contains("Content-Security-Policy: default-src 'none'; script-src 'sha256-"))
    #expect(result.stdout.contains("Referrer-Policy: no-referrer\nX-Frame-Options: DENY\nexit 0\n"))
  }
}

extension String {
  fileprivate func components(startingWith prefix: String) -> [String] {
    split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
  }
}

import Literate
import Reporting
import Testing

/// Raw HTML of authors, friendly and not.
@Suite struct SanitiserTests {
  private func clean(_ html: String...) throws -> String {
    let page = Golden.text(of: try SampleRun.document(html.map(Block.html)).page())
    return String(page.reversed().drop { $0.isWhitespace }.reversed()).replacing("\n", with: "")
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT >", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<a href=\"javascript:alert(1)\">x</a>", "<a href=\" jAvA\tscript:alert(1)\">x</a>", "<a href=\"java&#115;cript:alert(1)\">x</a>",
    "<a href=\"&#x6A;avascript&colon;alert(1)\">x</a>", "<a href=\"javascript&NewLine;:alert(1)\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:alert(1)\">x</a>", "<a href='\u{1}javascript:alert(1)'>x</a>", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\">", "<embed src=x>", "<style>body{background:url(https://evil.example)}</style>", "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<form action=https://evil.example><button>go</button></form>", "<meta http-equiv=refresh content=0>",
    "<base href=https://evil.example>", "<link rel=stylesheet href=https://evil.example>", "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">", "<img src=\"data:text/html;base64,PGI+\">",
    "<<script>alert(1)//<</script>", "<b onclick=alert(1)//", "<p title=\"</p><script>alert(1)</script>\">x", "<a title='\"><script>alert(1)</script>' href=#>x</a>",
    "<!--><script>alert(1)</script>-->", "<![CDATA[<script>alert(1)</script>]]>", "<?x <script>alert(1)</script> ?>", "<noscript><p title=\"</noscript><script>alert(1)</script>\">",
    "<textarea></textarea><script>alert(1)</script>", "</main></div></body><script>alert(1)</script>", "<x onfocus=alert(1) autofocus tabindex=1>", "<a href=//evil.example/ onmouseover=alert(1)>x</a>",
    "<video><source onerror=alert(1)></video>", "<img src=\"https://evil.example/pixel.png\">", "<img srcset=\"https://evil.example/pixel.png 2x\">", "<input autofocus onfocus=alert(1)>",
  ])
  func attacksComeToNothing(_ attack: String) throws {
    let result = try clean(attack)
    let tags = result.matches(of: /<([a-zA-Z]+)([^>]*)>/)
    for tag in tags {
      let name = tag.output.1.lowercased(), attributes = tag.output.2.lowercased()
      #expect(!["script", "style", "iframe", "object", "embed", "svg", "math", "form", "meta", "base", "link", "input", "button", "video", "source", "textarea"].contains(name), "\(result)")
      // Values are quoted and hold no quotes, so what is left without them are names.
      let names = attributes.replacing(/"[^"]*"/, with: "")
      #expect(!names.contains("on") && !names.contains("style") && !names.contains("srcset"), "\(result)")
      #expect(!attributes.contains("script:") && !attributes.contains("=\"data:"), "\(result)")
      #expect(name != "img", "\(result)")
    }
    #expect(!result.contains("</main>") && !result.contains("</body>"))
  }

  @Test func theHarmlessPartStays() throws {
    #expect(try clean("<p align=\"center\">a <sub>1</sub><br/>&nbsp;&lt;</p>") == "<p align=\"center\">a <sub>1</sub><br>&nbsp;&lt;</p>")
    #expect(try clean("<table><tr><td colspan=2 rowspan='x'>a</td></tr></table>") == "<table><tr><td colspan=\"2\">a</td></tr></table>")
    #expect(try clean("<a href='https://example.org/?a=1&amp;b=2' target=_blank>x</a>") == "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>")
    #expect(try clean("<H1>Big</H1>") == "<h2>Big</h2>")
    #expect(try clean("a < b and <3") == "a &lt; b and &lt;3")
    #expect(try clean("<img alt=\"one pixel\" src=\"data:image/png;base64,iVBORw0KGgo=\">") == "<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"one pixel\">")
  }

  @Test func piecesBalanceInTheirContainer() throws {
    #expect(try clean("<details><summary>S</summary>", "</details>") == "<details><summary>S</summary></details>")
    #expect(try clean("<div><b>open") == "<div><b>open</b></div>")
    #expect(try clean("</div></section>x") == "x")
    #expect(try clean("<div><b>x</div></b>") == "<div><b>x</b></div>")
    let text = Golden.text(of: try SampleRun.document([.paragraph([.emphasis([.html("<b>"), .text("x")]), .html("</b>"), .text("y")])]).page())
    #expect(text.contains("<p><em><b>x</b></em>y</p>"))
  }

  @Test func linksOfMarkdownAreJudgedAlike() throws {
    func link(_ destination: String) throws -> String {
      Golden.text(of: try SampleRun.document([.paragraph([.link(destination: destination, title: "", [.text("x")])])]).page())
    }
    for destination in ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "\u{0}javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"] {
      #expect(try link(destination).contains("<p>x</p>"))
    }
    for destination in ["https://example.org", "mailto:a@example.org", "page.html", "a/b:c", "#part", "?q=a:b"] {
      #expect(try link(destination).contains("<p><a href="))
    }
  }
}

import { render } from "preact";
import { describe, expect, test } from "vitest";
import { Markdown } from "../src/ui/Markdown";

function html(text: string): string {
  const root = document.createElement("div");
  render(<Markdown text={text} />, root);
  return root.innerHTML;
}

describe("markdown", () => {
  test("becomes elements", () => {
    expect(html("Hello **there**,\n*you*")).toBe(
      "<p>Hello <strong>there</strong>,<br><em>you</em></p>",
    );
    expect(html("- a\n- `b`\n\n1. c")).toBe(
      '<ul><li>a</li><li><code>b</code></li></ul><ol start="1"><li>c</li></ol>',
    );
    expect(html("# A\n\n> b\n\n---\n\n~~c~~")).toBe(
      "<h3>A</h3><blockquote><p>b</p></blockquote><hr><p><del>c</del></p>",
    );
    expect(html("```js\na < b\n```")).toBe("<pre><code>a &lt; b</code></pre>");
    expect(html("|a|b|\n|-|-|\n|1|2|")).toBe(
      "<table><thead><tr><th>a</th><th>b</th></tr></thead>" +
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    );
  });

  test("reads names of characters and signs that are marked as plain", () => {
    expect(html("R&amp;D \\*x\\* &amp;lt;")).toBe("<p>R&amp;D *x* &amp;lt;</p>");
  });

  test("links to pages and mail, in a new tab that knows nothing of this one", () => {
    expect(html("[a](https://example.com)")).toBe(
      '<p><a href="https://example.com" target="_blank" rel="noopener noreferrer">a</a></p>',
    );
  });

  test.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "a <b onclick=alert(1)>b</b>",
    "![x](https://example.com/spy.png)",
    "<iframe src=//example.com></iframe>",
  ])("makes nothing that acts of %s", (text) => {
    const root = document.createElement("div");
    render(<Markdown text={text} />, root);

    expect(root.querySelectorAll("a, img, script, iframe, b, [onclick], [onerror]")).toHaveLength(
      0,
    );
  });
});

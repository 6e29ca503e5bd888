/** Markdown as safe HTML. */

import DOMPurify from "dompurify";
import { marked } from "marked";

const TAGS = [
  ..."p br hr em strong del code pre ul ol li blockquote a h1 h2 h3 h4 h5 h6".split(" "),
  ..."table thead tbody tr th td".split(" "),
];

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

/** Give HTML that holds no script, style, picture or form. */
export function toHtml(markdown: string): string {
  const html = marked.parse(markdown, { async: false, gfm: true, breaks: true });
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start"],
    ALLOWED_URI_REGEXP: /^(https?|mailto):/i,
  });
}

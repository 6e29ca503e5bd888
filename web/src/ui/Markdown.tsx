/** Markdown as elements: no HTML is ever parsed, so there is none to make safe. */

import { Lexer, type Token, type Tokens } from "marked";
import type { ComponentChildren } from "preact";

const SAFE = /^(https?|mailto):/i;
const ENTITIES: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": "\u00a0",
};

export function Markdown({ text }: { text: string }) {
  return <>{all(Lexer.lex(text, { gfm: true, breaks: true }))}</>;
}

function all(tokens: Token[] | undefined): ComponentChildren {
  return tokens?.map(one);
}

function one(token: Token): ComponentChildren {
  const children = "tokens" in token && token.tokens ? all(token.tokens) : null;
  switch (token.type) {
    case "paragraph":
      return <p>{children}</p>;
    case "heading":
      return <Heading depth={token.depth}>{children}</Heading>;
    case "strong":
      return <strong>{children}</strong>;
    case "em":
      return <em>{children}</em>;
    case "del":
      return <del>{children}</del>;
    case "blockquote":
      return <blockquote>{children}</blockquote>;
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case "br":
      return <br />;
    case "hr":
      return <hr />;
    case "link":
      return <Link href={token.href}>{children}</Link>;
    case "image":
      return token.text;
    case "list":
      return <List list={token as Tokens.List} />;
    case "table":
      return <Table table={token as Tokens.Table} />;
    case "text":
      return children ?? decoded(token.text);
    case "escape":
      return token.text;
    case "html":
      return token.raw;
    default:
      return null;
  }
}

function Heading({ depth, children }: { depth: number; children: ComponentChildren }) {
  return depth < 3 ? <h3>{children}</h3> : <h4>{children}</h4>;
}

function Link({ href, children }: { href: string; children: ComponentChildren }) {
  if (!SAFE.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function List({ list }: { list: Tokens.List }) {
  const items = list.items.map((item) => <li>{all(item.tokens)}</li>);
  return list.ordered ? <ol start={list.start || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { table: Tokens.Table }) {
  return (
    <table>
      <thead>
        <tr>
          {table.header.map((cell) => (
            <th>{all(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>{all(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity);
}

import { Fragment, type ReactNode } from "react";
import { Lexer, type Token, type Tokens } from "marked";

/**
 * Markdown as React elements. Raw HTML is shown as text and links go to http, https and mailto only, so stored text can never run.
 * Headings start at h2: the page has its own h1.
 */
export function Markdown({ text }: { text: string }): ReactNode {
  return <div className="prose">{all(new Lexer({ gfm: true }).lex(text))}</div>;
}

const all = (tokens: readonly Token[] = []): ReactNode => tokens.map((token, n) => <Fragment key={n}>{one(token)}</Fragment>);

function one(token: Token): ReactNode {
  switch (token.type) {
    case "space": case "def": return null;
    case "heading": return heading(token as Tokens.Heading);
    case "paragraph": return <p>{all(token.tokens)}</p>;
    case "list": return list(token as Tokens.List);
    case "blockquote": return <blockquote>{all(token.tokens)}</blockquote>;
    case "hr": return <hr />;
    case "table": return table(token as Tokens.Table);
    case "strong": return <strong>{all(token.tokens)}</strong>;
    case "em": return <em>{all(token.tokens)}</em>;
    case "br": return <br />;
    case "codespan": case "code": return <code>{token.text}</code>;
    case "link": return link(token as Tokens.Link);
    case "escape": return token.text;
    case "text": return "tokens" in token && token.tokens ? all(token.tokens) : plain(token.raw);
    default: return token.raw;
  }
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\u00a0" };
const plain = (text: string) => text.replace(/&(amp|lt|gt|quot|nbsp);/g, (e) => entities[e] ?? e);

function heading(token: Tokens.Heading): ReactNode {
  return token.depth <= 2 ? <h2>{all(token.tokens)}</h2> : <h3>{all(token.tokens)}</h3>;
}

function list(token: Tokens.List): ReactNode {
  const items = token.items.map((item, n) => <li key={n}>{all(item.tokens)}</li>);
  return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table): ReactNode {
  return (
    <div className="scroll" tabIndex={0}>
      <table className="table">
        <thead><tr>{token.header.map((cell, n) => <th key={n} scope="col">{all(cell.tokens)}</th>)}</tr></thead>
        <tbody>{token.rows.map((row, r) => <tr key={r}>{row.map((cell, n) => <td key={n}>{all(cell.tokens)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function link(token: Tokens.Link): ReactNode {
  if (!/^(https?:|mailto:)/i.test(token.href)) return all(token.tokens);
  return <a href={token.href} rel="noopener noreferrer">{all(token.tokens)}</a>;
}

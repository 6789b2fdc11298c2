/**
 * Texts that a lesson's author writes with a few marks: `**strong**`, `*emphasis*`, `` `code` ``, lines that begin with `- ` as a list, and
 * empty lines between paragraphs. Whatever else stands there, HTML and addresses included, is text.
 */

export interface Span {
  readonly kind: 'text' | 'strong' | 'emphasis' | 'code';
  readonly text: string;
}

export interface Block {
  readonly kind: 'paragraph' | 'list';
  /** Lines of a paragraph, items of a list. */
  readonly lines: readonly (readonly Span[])[];
}

/** Strong before emphasis, since it begins with the sign of the other. A mark that is not closed in its line is text. */
const marks = /\*\*(?<strong>[^*\n]+)\*\*|\*(?<emphasis>[^*\s][^*\n]*)\*|`(?<code>[^`\n]+)`/gu;

function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  const plain = (until: number): void => void (until > at && spans.push({ kind: 'text', text: line.slice(at, until) }));
  for (const match of line.matchAll(marks)) {
    plain(match.index);
    for (const kind of ['strong', 'emphasis', 'code'] as const) {
      const text = match.groups?.[kind];
      if (text !== undefined) spans.push({ kind, text });
    }
    at = match.index + match[0].length;
  }
  plain(line.length);
  return spans;
}

const ITEM = /^\s*[-*•]\s+/u;

export function blocksOf(text: string): Block[] {
  return text
    .split(/\n\s*\n/u)
    .map((part) => part.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .flatMap((lines) => runsOf(lines));
}

/** Lines of one kind after another are one block. */
function runsOf(lines: readonly string[]): Block[] {
  const blocks: { kind: Block['kind']; lines: (readonly Span[])[] }[] = [];
  for (const line of lines) {
    const kind = ITEM.test(line) ? 'list' : 'paragraph';
    const spans = spansOf(line.replace(ITEM, '').trim());
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(spans);
    else blocks.push({ kind, lines: [spans] });
  }
  return blocks;
}

/** Lessons on the page: their texts are texts, and what stands in the dialog is what the link says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draftOf, emptyDraft, viewOfDraft, type Draft } from '../../../src/ui/lesson/draft.ts';
import { embedAddress, iframeOf, isEmbedAddress, wholeAddress } from '../../../src/ui/lesson/embed.ts';
import { blocksOf } from '../../../src/ui/lesson/marked-text.ts';

const plain = (text: string): string =>
  blocksOf(text)
    .flatMap(({ lines }) => lines.map((spans) => spans.map((span) => span.text).join('')))
    .join('|');

test('a few marks make strong, emphasis, code and lists', () => {
  expect(blocksOf('One **two** *three* `four`\nfive\n\n- six\n- **seven**')).toEqual([
    {
      kind: 'paragraph',
      lines: [
        [
          { kind: 'text', text: 'One ' },
          { kind: 'strong', text: 'two' },
          { kind: 'text', text: ' ' },
          { kind: 'emphasis', text: 'three' },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'four' },
        ],
        [{ kind: 'text', text: 'five' }],
      ],
    },
    { kind: 'list', lines: [[{ kind: 'text', text: 'six' }], [{ kind: 'strong', text: 'seven' }]] },
  ]);
  expect(blocksOf(' \n\n ')).toEqual([]);
});

test('what is no mark stays as it was typed', () => {
  for (const text of ['2 * 3 * 4', '<b>x</b>', '[a](javascript:b)', '**not closed', 'a`b', '&lt;']) expect(plain(text)).toBe(text);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '<', '>', '&', '"', '/') }), (text) => {
      expect(plain(text)).toBe(text.trim());
    }),
  );
});

test('a draft comes back from its view, and what could never be uncovered is not covered', () => {
  const draft: Draft = {
    title: ' Why? ',
    note: 'Note',
    asks: 'number',
    question: 'How many?',
    unit: 'bytes',
    covered: true,
    large: true,
    figures: ['accuracy'],
    settings: ['seed'],
    locked: ['seed', 'model.hidden'],
  };
  const view = viewOfDraft(draft);
  expect(view).toEqual({
    title: 'Why?',
    note: 'Note',
    ask: { question: 'How many?', kind: 'number', unit: 'bytes' },
    covered: true,
    large: true,
    figures: ['accuracy'],
    settings: ['seed'],
    locked: ['seed'],
  });
  expect(viewOfDraft(draftOf(view))).toEqual(view);
  expect(viewOfDraft(emptyDraft)).toEqual({});
  expect(viewOfDraft({ ...draft, question: '  ' })).not.toHaveProperty('covered');
});

test('the address of a frame is that of the page with a word more, and the HTML around it holds any title', () => {
  const url = 'https://lab.example/sub/?a=1#r=4.x-_y';
  const embed = embedAddress(url);
  expect(isEmbedAddress(new URL(embed))).toBe(true);
  expect(isEmbedAddress(new URL(url))).toBe(false);
  expect(wholeAddress(embed)).toBe(url);
  expect(new URL(embed).hash).toBe('#r=4.x-_y');
  expect(iframeOf(embed, '"><script>alert(1)</script>\'')).toBe(
    '<iframe src="https://lab.example/sub/?a=1&amp;embed=1#r=4.x-_y" title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;" width="640" height="360" style="border:0" loading="lazy" allow="clipboard-write"></iframe>',
  );
});

/** What a link shows and asks: it travels as it was made, and what does not fit is refused in words. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkFragment, LinkError, readLink } from '../../../src/lab/link.ts';
import { packDigest } from '../../../src/study/digest-format.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import { lessonAnswerSchema, lessonViewSchema, MOST_LETTERS, seenText, type LinkLesson } from '../../../src/study/lesson-view.ts';
import { presets } from '../../../src/study/presets.ts';

const lesson: LinkLesson = {
  view: {
    title: 'Is pruning clever? 剪枝 👩‍🏫',
    note: '**Strong**\n\n- <script>alert(1)</script>\n- [a](javascript:alert(1))',
    figures: ['accuracy', 'no such figure'],
    settings: ['seed', 'compression.method'],
    locked: ['seed'],
    ask: { question: 'By how many points?', kind: 'number', unit: 'points' },
    covered: true,
    large: true,
  },
  answer: { by: 'Ada “the first” Lovelace', prediction: -12.5, sentence: 'Because it\nmust.' },
};

test.each(presets().map(({ name, study }) => [name, study] as const))(
  'travels with the study of %s, before it has run',
  async (_, study) => {
    const digest = await digestOf(study, [], null);
    const read = await readLink(await linkFragment({ ...digest, lesson }));
    expect(read.lesson).toEqual(lesson);
    expect(read.study).toEqual(digest.study);
    expect((await readLink(await linkFragment(digest))).lesson).toBeUndefined();
  },
);

async function refusalOf(view: unknown, answer: unknown = {}): Promise<string> {
  const packed = (await packDigest(await digestOf(presets()[0].study, [], null))) as object;
  const error: unknown = await readLink(`r=4.${deflateRawSync(JSON.stringify({ ...packed, view, answer })).toString('base64url')}`).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LinkError);
  return (error as LinkError).message;
}

test('what does not fit is refused, and said', async () => {
  expect(await refusalOf({ settings: ['run'] })).toContain('“run”, which is no setting of its study');
  expect(await refusalOf({ locked: ['compression.nothing'] })).toContain('compression.nothing');
  expect(await refusalOf({ script: 'alert(1)' })).toContain('script');
  expect(await refusalOf({ title: 'x'.repeat(MOST_LETTERS.title + 1) })).toMatch(/title/u);
  expect(await refusalOf({ note: 'x'.repeat(1_000_000) })).toMatch(/note/u);
  expect(await refusalOf({ title: 'turned \u202E around' })).toMatch(/cannot be seen/u);
  expect(await refusalOf({ figures: Array.from({ length: 13 }, (_value, at) => `f${at}`) })).toMatch(/figures/u);
  expect(await refusalOf({ covered: false })).toMatch(/covered/u);
  expect(await refusalOf({}, { prediction: 'x'.repeat(MOST_LETTERS.question + 1) })).toMatch(/prediction/u);
  expect(await refusalOf({}, { by: '\u0000' })).toMatch(/by/u);
});

test('whatever is typed fits once what cannot be seen is taken out of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (typed) => {
      const sentence = seenText(typed);
      if (sentence !== '') expect(lessonAnswerSchema.safeParse({ sentence, by: sentence.slice(0, MOST_LETTERS.by) }).success).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(lessonViewSchema.safeParse({ title: seenText('a\u202Eb\r\nc\td') }).data?.title).toBe('ab\nc d');
});

/** A lesson as a file: what is written is read back, and what anybody else writes is refused in words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lessonFileText, looksLikeLessonFile, readLessonFile } from '../../../src/lab/lesson-file.ts';
import { LinkError } from '../../../src/lab/link.ts';

const fileOf = (text: string, name = 'a.parsimony-lesson'): File => new File([text], name);
const url = 'https://lab.example/parsimony/#r=4.AbC-_123';

describe('a lesson file', () => {
  it('gives back the fragment of its link, whatever its title is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constant('see #r=4.other')), async (title) => {
        expect(await readLessonFile(fileOf(lessonFileText(title, url)))).toBe('r=4.AbC-_123');
      }),
    );
  });

  it('is known by its first bytes, and read with the line ends of other systems', async () => {
    const text = lessonFileText('How much can go?', url);
    expect(looksLikeLessonFile(new TextEncoder().encode(text))).toBe(true);
    expect(looksLikeLessonFile(new TextEncoder().encode('{"format"'))).toBe(false);
    expect(looksLikeLessonFile(new Uint8Array())).toBe(false);
    expect(await readLessonFile(fileOf(text.replaceAll('\n', '\r\n')))).toBe('r=4.AbC-_123');
  });

  it.each([
    ['empty', ''],
    ['cut off before its address', lessonFileText('How much can go?', url).slice(0, 40)],
    ['of a later version', lessonFileText('How much can go?', url).replace('lesson 1', 'lesson 2')],
    ['a link alone', url],
  ])('%s is refused by name, with what to do', async (_name, text) => {
    await expect(readLessonFile(fileOf(text, 'mine.parsimony-lesson'))).rejects.toThrow(
      /^“mine\.parsimony-lesson” is no lesson.*Ask for it again/u,
    );
    await expect(readLessonFile(fileOf(text))).rejects.toBeInstanceOf(LinkError);
  });

  it('is not read where it is far longer than any', async () => {
    const never = { name: 'b', size: 1e9, text: () => Promise.reject(new Error('read')) };
    await expect(readLessonFile(never)).rejects.toThrow(/at most 100 kB/u);
  });
});

import { fileStem } from '../../math/foreign-text.ts';
import { resultText } from '../../lab/result-file.ts';
import type { Result } from '../../study/records.ts';

/** Hands a file to the person: the browser's own download. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this task; a minute is long enough for any of them.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const textFile = (text: string, type: string): Blob => new Blob([text], { type: `${type};charset=utf-8` });

/** A name for files: letters and digits of a title, words joined by hyphens. */
export const fileName = (title: string, ending: string): string => `${fileStem(title)}.${ending}`;

/** Hands a result over as a file; null, where nothing has been run, does nothing. */
export function saveResult(result: Result | null): void {
  if (result) download(textFile(resultText(result), 'application/json'), fileName(result.study.name, 'json'));
}

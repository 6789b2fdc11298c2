/** `CITATION.cff` (https://citation-file-format.github.io, 1.2.0). */
import { yamlString } from '../../math/foreign-text.ts';
import type { Study } from '../../study/schema.ts';

export interface Person {
  readonly family: string | null;
  readonly given: string | null;
  /** Where it has no parts. */
  readonly name: string | null;
}

/** Names as BibTeX has them, “Noether, Emmy and Curie, Marie”. */
export const peopleOf = (author: string): readonly Person[] =>
  author
    .split(/\s+and\s+/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const [family, ...given] = name.split(',').map((part) => part.trim());
      return given.length === 0 || family === '' ? { family: null, given: null, name } : { family, given: given.join(', '), name: null };
    });

export interface CitationFile {
  readonly study: Study;
  readonly author: string;
  readonly date: Date;
  /** SHA-256 of the result file, in hexadecimal. */
  readonly fileHash: string;
  readonly url: string | null;
}

export function citationFile({ study, author, date, fileHash, url }: CitationFile): string {
  const people = peopleOf(author);
  const authors = people.flatMap(({ family, given, name }) =>
    name === null
      ? [`  - family-names: ${yamlString(family ?? '')}`, `    given-names: ${yamlString(given ?? '')}`]
      : [`  - name: ${yamlString(name)}`],
  );
  return [
    'cff-version: 1.2.0',
    'message: "If you use this result, please cite it, and the papers in references.bib."',
    'type: dataset',
    `title: ${yamlString(`${study.name}: a result measured with Parsimony`)}`,
    'authors:',
    // The format asks for one at least.
    ...(authors.length > 0 ? authors : ['  - name: "anonymous"']),
    `date-released: ${date.toISOString().slice(0, 10)}`,
    'identifiers:',
    '  - type: other',
    `    value: "sha256:${fileHash}"`,
    '    description: "SHA-256 of result.json"',
    ...(url === null ? [] : [`url: ${yamlString(url)}`]),
    '',
  ].join('\n');
}

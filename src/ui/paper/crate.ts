/**
 * `ro-crate-metadata.json`: what is in the archive and how it came about, as RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) with the two
 * actions, running the study and drawing its results, laid out as a Process Run Crate has them. No validator has seen it, so it does not
 * claim that profile.
 */
import type { ZipFile } from '../../coding/zip.ts';
import type { Result } from '../../study/records.ts';
import { peopleOf } from './citation-file.ts';
import type { DataObject } from './data-objects.ts';

type Entity = Readonly<Record<string, unknown>> & { readonly '@id': string; readonly '@type': string };

export interface CrateInput {
  readonly result: Result;
  readonly author: string;
  readonly date: Date;
  readonly data: readonly DataObject[];
  /** Of the archive but for this one, with their SHA-256 in hexadecimal. */
  readonly files: readonly (ZipFile & { readonly sha256: string })[];
  /** Address of the lab; null where others cannot open it. */
  readonly page: string | null;
}

const formats: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  tex: 'application/x-tex',
  bib: 'application/x-bibtex',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  cff: 'application/yaml',
  txt: 'text/plain',
};

const reference = ({ '@id': id }: Entity): { readonly '@id': string } => ({ '@id': id });

/** What is not known is left out. */
const known = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const fileEntity = ({ name, bytes, sha256 }: CrateInput['files'][number]): Entity => ({
  '@id': name,
  '@type': 'File',
  name,
  contentSize: String(bytes.length),
  sha256,
  ...known({ encodingFormat: formats[name.slice(name.lastIndexOf('.') + 1)] }),
});

function dataEntities({ id, title, origin, files, sha256, credit, licence, url }: DataObject, place: number): readonly Entity[] {
  const name = `#data-${place + 1}`;
  const parts = files.map(({ file, bytes, sha256: digest }): Entity => ({
    '@id': `${name}-${file}`,
    '@type': 'MediaObject',
    name: `${id}/${file}`,
    contentSize: String(bytes),
    sha256: digest,
  }));
  return [
    {
      '@id': name,
      '@type': 'Dataset',
      name: title,
      description: {
        served: 'As the lab served it when this archive was made',
        own: 'Data of a person’s own',
        generated: 'Generated from the settings of each job',
      }[origin],
      ...known({ sha256, creditText: credit, license: licence, url }),
      ...(parts.length > 0 ? { hasPart: parts.map(reference) } : {}),
    },
    ...parts,
  ];
}

/** Runs of one engine, and when: an action for each engine that the records name. */
function runs({ result: { study, records } }: CrateInput, software: readonly Entity[], objects: readonly Entity[], made: Entity): Entity[] {
  return software.map((one, place): Entity => {
    const own = records.filter(({ environment }) => environment?.engine === one.softwareVersion);
    const begun = own.flatMap(({ startedAt }) => startedAt ?? []).toSorted();
    const ended = own.flatMap(({ startedAt, seconds }) =>
      startedAt ? [new Date(Date.parse(startedAt) + 1000 * seconds).toISOString()] : [],
    );
    return {
      '@id': `#run-${place + 1}`,
      '@type': 'CreateAction',
      name: `Runs of “${study.name}”`,
      instrument: reference(one),
      object: objects.map(reference),
      result: [reference(made)],
      ...known({ startTime: begun[0], endTime: ended.toSorted().at(-1) }),
    };
  });
}

export function crateOf(input: CrateInput): string {
  const { result, author, date, data, files, page } = input;
  const { study, records } = result;
  const engines = [...new Set(records.flatMap(({ environment }) => environment?.engine ?? []))];
  const software = engines.map((engine, place): Entity => ({
    '@id': `#parsimony-${place + 1}`,
    '@type': 'SoftwareApplication',
    name: 'Parsimony',
    softwareVersion: engine,
    ...known({ url: page }),
  }));
  const people = peopleOf(author).map(({ family, given, name }, place): Entity => ({
    '@id': `#author-${place + 1}`,
    '@type': 'Person',
    name: name ?? `${given} ${family}`,
    ...known({ familyName: family, givenName: given }),
  }));
  const entities = files.map(fileEntity);
  const file = (name: string): Entity[] => entities.filter(({ '@id': id }) => id === name);
  const sets = data.map(dataEntities);
  const [made] = file('result.json');
  const actions = runs(input, software, [...file('study.json'), ...sets.map(([set]) => set)], made);
  const drawn: Entity = {
    '@id': '#export',
    '@type': 'CreateAction',
    name: 'Figures, tables and texts made of the records',
    endTime: date.toISOString(),
    object: [reference(made)],
    result: entities.filter(({ '@id': id }) => /^(?:figures|data|tables)\/|\.tex$/u.test(id)).map(reference),
    ...(software.length > 0 ? { instrument: reference(software[software.length - 1]) } : {}),
  };
  const licence: Entity = {
    '@id': '#licence',
    '@type': 'CreativeWork',
    name: 'Not chosen yet',
    description: 'Whoever publishes this archive says under which licence.',
  };
  const graph: readonly Entity[] = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      about: { '@id': './' },
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `${study.name}: a result measured with Parsimony`,
      description: 'Records of a study of neural network compression, with its figures, tables and what is needed to run it again.',
      datePublished: date.toISOString().slice(0, 10),
      license: reference(licence),
      hasPart: entities.map(reference),
      mentions: [...actions, drawn].map(reference),
      ...(people.length > 0 ? { author: people.map(reference) } : {}),
    },
    ...entities,
    ...sets.flat(),
    ...software,
    ...people,
    ...actions,
    drawn,
    licence,
  ];
  // The second has sha256.
  const context = ['https://w3id.org/ro/crate/1.1/context', 'https://w3id.org/ro/terms/workflow-run/context'];
  return `${JSON.stringify({ '@context': context, '@graph': graph }, null, 2)}\n`;
}

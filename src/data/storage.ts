/** How data of a kind lie in files: what a manifest says of them, and what a split of them consists of. */
import { z } from './zod.ts';

/** Bound of one shard, compressed or not: no manifest can make the lab allocate more at once. CIFAR-10's have 15.4 MB. */
const maxShardBytes = 1 << 26;

/** Bound of one part of a split: one ArrayBuffer in every browser. CIFAR-10's training images have 154 MB. */
const maxPartBytes = 1 << 30;

const size = z.int().min(1);
/** Items of a split, such as images or bytes of a text. */
const MOST_ITEMS = 1 << 26;

const shardSchema = z.strictObject({
  /** Beside the manifest; a plain name, so that it cannot lead elsewhere. */
  file: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}\.bin$/),
  /** Items in it, such as images or labels. */
  count: size.max(MOST_ITEMS),
  /** Size of the file. */
  bytes: size.max(maxShardBytes),
  /** Size once decompressed. */
  rawBytes: size.max(maxShardBytes),
  /** Of the file, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ShardEntry = z.output<typeof shardSchema>;

const common = {
  format: z.literal('parsimony/dataset'),
  version: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  title: z.string().min(1).max(100),
  source: z.strictObject({
    title: z.string().max(200),
    url: z.string().max(200),
    package: z.string().max(100),
    integrity: z.string().max(120),
  }),
  licence: z.string().max(300),
  credit: z.string().max(300),
};

export type SplitName = 'train' | 'test';

/** What every manifest says. */
export interface Manifest extends Readonly<z.output<z.ZodObject<typeof common>>> {
  readonly kind?: string | undefined;
  /** Samples of a split; the shards of its parts are beside that number. */
  readonly splits: Readonly<Record<SplitName, { readonly count: number }>>;
}

/** The shards of a part of a split, in order. */
export const shardsOf = ({ splits }: Manifest, split: SplitName, part: string): readonly ShardEntry[] =>
  (splits[split] as unknown as Readonly<Record<string, readonly ShardEntry[]>>)[part];

export interface Storage<Kept extends Manifest = Manifest, Part extends string = string> {
  /** Id of the kind. */
  readonly kind: string;
  /** Whether its samples are all in the split that trains, and a job says what tests. */
  readonly isWhole?: boolean;
  /** Of each split, in the order in which they are loaded. */
  readonly parts: readonly Part[];
  /** Bytes of one item of a part. */
  bytesOf(part: Part, manifest: Kept): number;
  /** The manifest that a value is, or what is wrong with it. */
  read(value: unknown): z.ZodSafeParseResult<Kept>;
  /** @throws DatasetError for the content of a shard that cannot be right */
  check(part: Part, content: Uint8Array, manifest: Kept, file: string): void;
}

interface StorageParts<Own extends z.ZodRawShape, Part extends string> extends Pick<
  Storage<OwnManifest<Own, Part>, Part>,
  'kind' | 'isWhole' | 'parts' | 'bytesOf' | 'check'
> {
  /** Whether manifests that name no kind are of this one. */
  readonly isUnnamed?: boolean;
  /** What a manifest says beside what all say. */
  readonly manifest: Own;
  /** What of it does not go together, by path. */
  complaints?(manifest: OwnManifest<Own, Part>): readonly (readonly [path: readonly string[], message: string])[];
}

type OwnManifest<Own extends z.ZodRawShape, Part extends string> = Manifest &
  Readonly<z.output<z.ZodObject<Own>>> & {
    readonly splits: Readonly<Record<SplitName, { readonly count: number } & { readonly [part in Part]: ShardEntry[] }>>;
  };

export function storageOf<Own extends z.ZodRawShape, const Part extends string>(
  storage: StorageParts<Own, Part>,
): Storage<OwnManifest<Own, Part>, Part> {
  const { kind, parts, manifest, isUnnamed = false, isWhole = false } = storage;
  const splitOf = (count: z.ZodType, shards: z.ZodType): z.ZodType =>
    z.strictObject({ count, ...Object.fromEntries(parts.map((part) => [part, shards])) });
  const split = splitOf(size.max(MOST_ITEMS), z.array(shardSchema).min(1).max(1000));
  const none = splitOf(z.literal(0), z.array(shardSchema).max(0));
  const named = z.literal(kind);
  const schema = z
    .strictObject({
      ...common,
      kind: isUnnamed ? named.optional() : named,
      ...manifest,
      splits: z.strictObject({ train: split, test: isWhole ? none : split }),
    })
    .superRefine((parsed, context) => {
      const given = parsed as unknown as OwnManifest<Own, Part>;
      for (const [path, message] of [...(storage.complaints?.(given) ?? []), ...misfits(storage, given)]) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    });
  return { ...storage, read: (value) => schema.safeParse(value) as unknown as z.ZodSafeParseResult<OwnManifest<Own, Part>> };
}

/** Where shards do not add up to their split. */
function misfits<Own extends z.ZodRawShape, Part extends string>(
  { parts, bytesOf }: StorageParts<Own, Part>,
  manifest: OwnManifest<Own, Part>,
): (readonly [path: readonly string[], message: string])[] {
  return (['train', 'test'] as const).flatMap((name) => {
    const { count: samples } = manifest.splits[name];
    const largest = parts.reduce((most, part) => Math.max(most, bytesOf(part, manifest)), 0);
    return [
      ...(samples * largest > maxPartBytes ? [[['splits', name, 'count'], 'is more than the lab can hold'] as const] : []),
      ...parts.flatMap((part) => {
        const entries = shardsOf(manifest, name, part);
        const path = ['splits', name, part];
        const itemBytes = bytesOf(part, manifest);
        return [
          ...(entries.reduce((sum, { count }) => sum + count, 0) === samples ? [] : [[path, `does not add up to ${samples}`] as const]),
          ...(entries.some(({ rawBytes, count }) => rawBytes !== count * itemBytes)
            ? [[path, `holds a shard whose rawBytes are not ${itemBytes} for each item`] as const]
            : []),
        ];
      }),
    ];
  });
}

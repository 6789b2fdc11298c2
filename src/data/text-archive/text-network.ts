/** A network file whose network continues texts: which transformer it is, and its numbers in the order that the coder wants. */
import { CodingError } from '../../coding/errors.ts';
import type { DecodedNetwork } from '../../coding/network-file.ts';
import type { TextModel } from '../../coding/text-coder.ts';
import type { WeightTensor } from '../../coding/weight-matrix.ts';
import { placesOf } from '../text/chunks.ts';
import { z } from '../zod.ts';

/** A network of a text, ready to code with. */
export interface TextNetwork {
  readonly model: TextModel;
  readonly tensors: readonly WeightTensor[];
}

/** What a network file says of a network that was made for an archive. */
const described = z.object({ transformer: z.object({ heads: z.int().min(1), length: z.int().min(1) }) });

/** What a network file of a job says: other settings are the business of its family. */
const ofJob = z
  .object({
    job: z.object({
      model: z.object({ heads: z.int().min(1) }),
      data: z.object({ length: z.int().min(2), start: z.enum(['zero', 'carry', 'drop']) }),
    }),
  })
  .transform(({ job: { model, data } }) => ({ transformer: { heads: model.heads, length: placesOf(data) } }));

/** What is said of a network in its file. The rest of its settings are the shapes of its tensors. */
export const descriptionOf = ({ heads, length }: TextModel): { transformer: { heads: number; length: number } } => ({
  transformer: { heads, length },
});

/**
 * The network of a file, if it is a transformer over symbols.
 * @throws CodingError (content) if it is another one
 */
export function textNetworkOf({ network: { model: said, tensors } }: Pick<DecodedNetwork, 'network'>): TextNetwork {
  const found = z.union([described, ofJob]).safeParse(said);
  if (!found.success) {
    throw new CodingError('content', 'This network continues no texts: it is no transformer. Choose one that was trained on a text.');
  }
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const [symbols = 0, dim = 0] = byName.get('embedding')?.shape ?? [];
  const blocks = tensors.filter(({ name }) => name.endsWith('/attention/project')).length;
  const faithful = blocks > 0 && byName.has('block-1/norm');
  const model: TextModel = { symbols, dim, blocks, faithful, ...found.data.transformer };
  return { model, tensors: inOrder(model, byName) };
}

/** Every number of a network, tensor by tensor, the biases of each behind its weights. */
export function weightsOf({ tensors }: TextNetwork): Float32Array<ArrayBuffer> {
  const parts = tensors.flatMap(({ values, bias }) => (bias ? [values, bias] : [values]));
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Names and shapes of the tensors of a transformer, in the order of its parameters. */
function expected({ symbols, dim, blocks, faithful }: TextModel): (readonly [name: string, ...shape: number[]])[] {
  const block = (name: string) =>
    [
      [faithful ? `${name}/norm` : `${name}/attention/norm`, dim],
      [`${name}/attention/project`, 3 * dim, dim],
      [`${name}/attention/merge`, dim, dim],
      ...(faithful ? [] : [[`${name}/wide/norm`, dim] as const]),
      [`${name}/wide/expand`, 4 * dim, dim],
      [`${name}/wide/contract`, dim, 4 * dim],
    ] as const;
  return [
    ['embedding', symbols, dim],
    ...Array.from({ length: blocks }, (_, i) => block(`block-${i + 1}`)).flat(),
    ['norm', dim],
    ['output', symbols, dim],
  ];
}

function inOrder(model: TextModel, byName: ReadonlyMap<string, WeightTensor>): WeightTensor[] {
  const wanted = expected(model);
  const fits =
    wanted.length === byName.size &&
    wanted.every(([name, ...shape]) => {
      const tensor = byName.get(name);
      return tensor?.shape.join() === shape.join() && (tensor.bias !== null) === (name !== 'embedding');
    });
  if (!fits || model.dim % model.heads !== 0) {
    throw new CodingError('content', 'This network continues no texts: its weights are not those of a transformer of the lab.');
  }
  return wanted.map(([name]) => byName.get(name) as WeightTensor);
}

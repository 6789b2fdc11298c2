/** Cards of the texts of arXiv 2505.17469: table 3, figures 6 and 7. */
import { bytesShort, settingNumber } from '../../../math/number-text.ts';
import { cardNumber, notYet, spreadOf, type Card, type CardVerdict, type ComparedNumber, type Recorded } from '../../card.ts';
import { meanInterval } from '../../../math/statistics.ts';
import { atEqualSizes, type AtEqualSize } from './equal-size.ts';
import { codedPredictions } from './length.ts';
import { totalRate } from './published-totals.ts';
import type { L0Published, PackedText } from './published.ts';
import {
  endedOf,
  isDense,
  leastBy,
  lossOf,
  main,
  medianOf,
  methodName,
  nonzeroOf,
  settingsAmong,
  spreadOver,
  TEXT,
  TEXT_SEEDS,
  totalOf,
  type Ended,
  type Setting,
} from './published-runs.ts';
import { BITS_PER_NAT, packerNames } from './text-lengths.ts';

const run = {
  recorded: [TEXT],
  preset: TEXT,
  quick: 'text-quick',
  instead:
    'Moby-Dick, 1.1 MB, with a transformer of 111,061 numbers; the paper has 0.3 to 6 GB of Wikipedia and networks of up to 308 million.',
} as const;

const missing =
  'Not recorded yet: the study “A novel: pruned or narrow” takes some hours of one core. Its quick form takes minutes. The paper’s own, with 308 million numbers, fits no browser.';

/** The recorded networks, apart by their width as well. */
const textSettings = (recorded: Recorded, name = TEXT): Setting[] => settingsAmong(endedOf(recorded, name), ({ model }) => model.dim);

/** Methods of the paper that take weights out of a transformer; of the first two it says that they are the shortest. */
const prunedIds = ['drr', 'rl1', 'pmmp'] as const;
const claimedIds: readonly string[] = prunedIds.slice(0, 2);

/** In bits of a byte, in which texts of any length can be compared. */
const rate = { digits: 2, unit: 'bits per byte' } as const;
const bitsPerByte = (one: Ended): number => (8 * totalOf(one)) / codedPredictions(one.job);

interface PrintedRate {
  readonly method: string;
  readonly value: number;
  readonly id?: string | undefined;
  readonly compressor?: string | undefined;
}

/** The smallest printed text. */
function printedRates({ texts: [text] }: L0Published): PrintedRate[] {
  return text.rows.map((row) => ({ method: row.method, value: totalRate(text, row), id: row.id, compressor: row.compressor }));
}

interface Program {
  readonly title: string;
  readonly bytes: number;
  /** Of chunks, as it is printed. */
  readonly printed: number | null;
}

/** The chunks of the paper’s two programs, and what all make of the whole file, the shortest first. */
function programsOf({ sizes }: PackedText, printed: readonly PrintedRate[]): { readonly chunks: Program[]; readonly whole: Program[] } {
  const chunks = printed.flatMap(({ method, value, compressor }): Program[] => {
    const size = compressor === undefined ? undefined : sizes[compressor];
    return size ? [{ title: method, bytes: size.bytes, printed: value }] : [];
  });
  const whole = packerNames.flatMap(({ id, title }): Program[] => {
    const size = sizes[id];
    return size && !size.chunks ? [{ title, bytes: size.bytes, printed: null }] : [];
  });
  return { chunks, whole: whole.toSorted((a, b) => a.bytes - b.bytes) };
}

const listed = (programs: readonly Program[]): string => programs.map(({ title, bytes }) => `${title} ${bytesShort(bytes)}`).join(', ');

function totalsVerdict(pruned: readonly Setting[], dense: Setting, { chunks, whole }: ReturnType<typeof programsOf>): CardVerdict {
  const claimed = pruned.filter(({ method }) => claimedIds.includes(method));
  const total = (setting: Setting): number => medianOf(setting, totalOf);
  const fails = claimed.filter((setting) => total(setting) >= total(dense) || chunks.some(({ bytes }) => total(setting) >= bytes));
  const best = Math.min(...pruned.map(total));
  const shorter = whole.filter(({ bytes }) => bytes < best);
  const told = `${claimed.map((setting) => `${methodName(setting)} ${bytesShort(total(setting))}`).join(', ')}; the best network that nothing was taken from ${bytesShort(total(dense))}; chunks packed alone: ${listed(chunks)}.`;
  const control =
    shorter.length > 0
      ? `Packed whole the text is shorter than with any of these networks: ${listed(shorter)}.`
      : 'No program makes the whole file as short.';
  return fails.length === 0
    ? { kind: 'reproduced', text: `The order comes out, on another text: ${told} ${control}` }
    : { kind: 'not-reproduced', text: `The order does not come out for ${fails.map(methodName).join(' and ')}: ${told} ${control}` };
}

export const totalsTable: Card<L0Published> = {
  ...run,
  id: 'l0-table-3',
  place: 'Table 3',
  title: 'Compressing a text by a network',
  claim:
    'Network and text together are shorter with DRR and R-L1 than with any network that nothing was taken from, and far shorter than what LZMA2 and Zstandard make of the text.',
  figures: ['text-totals', 'text-published'],
  control: 'The same programs on the whole file: the paper packs chunks of 512 bytes, each with a header of its own, as nobody uses them.',
  assess(recorded, published) {
    const settings = textSettings(recorded);
    const printed = printedRates(published);
    const packed = published.packed.find(({ data }) => data === 'moby-dick')!;
    const programs = programsOf(packed, printed);
    const chunks = programs.chunks.map((program) => ofProgram(program, packed));
    const whole = programs.whole.map((program) => ofProgram(program, packed));
    const dense = leastBy(settings.filter(isDense), totalOf);
    const pruned = prunedIds.flatMap((id) => leastBy(withMethod(settings, id), totalOf) ?? []);
    if (!dense || pruned.length === 0) {
      const networks = printed.filter(({ compressor }) => compressor === undefined);
      return notYet(
        `${missing} The control needs no network: packed whole, Moby-Dick takes ${listed(programs.whole)}; in chunks ${listed(programs.chunks)}.`,
        [
          ...chunks,
          ...networks.map(({ method, value }): ComparedNumber => ({
            name: method,
            ...rate,
            published: value,
            isRecomputed: true,
            ours: null,
            ...main,
          })),
          ...whole,
        ],
      );
    }
    const densest = printed.filter(({ id }) => id === dense.method).toSorted((a, b) => a.value - b.value);
    return {
      verdict: totalsVerdict(pruned, dense, programs),
      numbers: [
        ...chunks,
        ofNetwork(dense, 'The best network that nothing was taken from', densest[0]?.value),
        ...pruned.map((setting) => ofNetwork(setting, methodName(setting), printed.find(({ id }) => id === setting.method)?.value)),
        ...whole,
      ],
    };
  },
};

const withMethod = (settings: readonly Setting[], id: string): Setting[] => settings.filter(({ method }) => method === id);

const ofProgram = ({ title, bytes, printed }: Program, packed: PackedText): ComparedNumber => ({
  name: printed === null ? `${title}, whole file` : `${title}, chunks of 512 bytes`,
  ...rate,
  published: printed,
  ...(printed === null ? { isControl: true } : { isRecomputed: true }),
  ours: spreadOf([(8 * bytes) / packed.bytes]),
  ...main,
});

const ofNetwork = (setting: Setting, name: string, printed: number | undefined): ComparedNumber => ({
  name,
  ...rate,
  published: printed ?? null,
  isRecomputed: true,
  ours: spreadOver(setting, bitsPerByte),
  ...main,
});

/** Test loss of a text, in bits of a byte. */
const lossBits = (one: Ended): number => BITS_PER_NAT * lossOf(one);

/** “−0.21 (DRR) at 3,205 numbers”, and what that says of the claim: null where seeds leave it open. */
function difference({ numbers, method, pruned, narrow }: AtEqualSize): { readonly text: string; readonly isBetter: boolean | null } {
  const { mean, halfWidth } = meanInterval(pruned.map((value, seed) => value - narrow[seed]));
  const by = mean ?? 0;
  const sign = by > 0 ? '+' : '';
  const interval = halfWidth === null ? '' : ` ± ${cardNumber(halfWidth, 3)}`;
  return {
    text: `${sign}${cardNumber(by, 3)}${interval} (${method}) at ${cardNumber(numbers, 0)} numbers`,
    isBetter: halfWidth !== null && Math.abs(by) <= halfWidth ? null : by < 0,
  };
}

/** Pruned and narrow networks at equal numbers, the smallest first; where several seeds were recorded at a size, by these. */
function matchesIn(recorded: Recorded): AtEqualSize[] {
  const [repeated, once] = [TEXT_SEEDS, TEXT].map((name) => atEqualSizes(textSettings(recorded, name), prunedIds, lossBits));
  const others = once.filter(({ numbers }) => !repeated.some((match) => match.numbers === numbers));
  return [...repeated, ...others].toSorted((a, b) => a.numbers - b.numbers);
}

/** How many seeds differences are of. */
function seedWords(matches: readonly AtEqualSize[]): string {
  const counts = matches.map(({ narrow }) => narrow.length);
  const most = Math.max(...counts);
  if (most === 1) return 'one seed';
  return `means of ${most} seeds with 95 % intervals${counts.includes(1) ? '; of one seed where none stands' : ''}`;
}

export const lossesByTextSize: Card<L0Published> = {
  ...run,
  recorded: [TEXT, TEXT_SEEDS],
  id: 'l0-figure-6',
  place: 'Figure 6',
  title: 'How well a network of a size predicts a text',
  claim: 'A network that was pruned predicts new text better than one that was as small from the start.',
  figures: ['text-loss-by-size'],
  control: 'Networks of several widths that nothing was taken from.',
  assess(recorded) {
    const matches = matchesIn(recorded);
    if (matches.length === 0) return notYet(missing);
    const found = matches.map(difference);
    const better = found.filter(({ isBetter }) => isBetter === true).length;
    const open = found.filter(({ isBetter }) => isBetter === null).length;
    return {
      verdict: {
        kind: better === matches.length ? 'reproduced' : 'not-reproduced',
        text:
          `At ${better} of ${matches.length} sizes the pruned network predicts better than the one that was as small from the start${open > 0 ? `, at ${open} the seeds leave it open` : ''}. ` +
          `Pruned minus narrow, in bits per byte (${seedWords(matches)}): ${found.map(({ text }) => text).join(', ')}. Between two networks of a ladder the line that joins them counts. The figure prints no numbers.`,
      },
      numbers: matches.flatMap(({ numbers, pruned, narrow }): ComparedNumber[] => {
        const size = `at ${cardNumber(numbers, 0)} numbers`;
        const bits = { digits: 3, unit: rate.unit, published: null, ...main } as const;
        return [
          { name: `Pruned, ${size}`, ...bits, ours: spreadOf(pruned) },
          { name: `Narrow, ${size}`, ...bits, ours: spreadOf(narrow), isControl: true },
        ];
      }),
    };
  },
};

export const totalsBySize: Card<L0Published> = {
  ...run,
  id: 'l0-figure-7',
  place: 'Figure 7',
  title: 'Total length against size of the network',
  claim:
    'The total of network and text falls as weights go, is least at some size, and rises again: there the network is as large as the text is worth.',
  figures: ['text-total-by-size'],
  control: 'The text as it is, and networks that nothing was taken from.',
  assess(recorded) {
    const settings = textSettings(recorded);
    const curves = claimedIds.flatMap((id) => {
      const own = settings.filter(({ method }) => method === id).toSorted((a, b) => medianOf(a, nonzeroOf) - medianOf(b, nonzeroOf));
      return own.length > 2 ? [{ own, best: leastBy(own, totalOf)! }] : [];
    });
    if (curves.length === 0) return notYet(missing);
    const bent = curves.filter(({ own, best }) => best !== own[0] && best !== own[own.length - 1]);
    const said = curves.map(
      ({ best }) => `${methodName(best)} at ${cardNumber(medianOf(best, nonzeroOf), 0)} numbers (${bytesShort(medianOf(best, totalOf))})`,
    );
    return {
      verdict: {
        kind: bent.length === curves.length ? 'reproduced' : 'not-reproduced',
        text: `Shortest is ${said.join(', ')}; the total rises on both sides for ${bent.length} of ${curves.length} methods.`,
      },
      numbers: curves.flatMap(({ own }) =>
        own.map((setting): ComparedNumber => ({
          name: `${methodName(setting)}, α = ${settingNumber(setting.alpha)}, ${cardNumber(medianOf(setting, nonzeroOf), 0)} numbers left`,
          ...rate,
          published: null,
          ours: spreadOver(setting, bitsPerByte),
          ...main,
        })),
      ),
    };
  },
};

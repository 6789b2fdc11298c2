/** Cards of the image classifiers of arXiv 2505.17469: tables 1, 2 and 6, figures 3 and 8. */
import { errorIncrease } from '../../../math/compression-metrics.ts';
import { percent, settingNumber } from '../../../math/number-text.ts';
import { cardNumber, notYet, type Assessment, type Card, type ComparedNumber, type Recorded } from '../../card.ts';
import type { L0Published, PublishedTradeOffTable } from './published.ts';
import {
  DIGITS,
  DIGITS_QUICK,
  endedOf,
  leastBy,
  main,
  medianOf,
  methodName,
  PHOTOS,
  PHOTOS_QUICK,
  printedAlone,
  settingsAmong,
  spreadOver,
  type Ended,
  type Setting,
} from './published-runs.ts';

const tableOf = ({ tradeOffs }: L0Published, data: string, model: string): PublishedTradeOffTable =>
  tradeOffs.find((table) => table.data === data && table.model === model)!;

/** What the paper’s own methods come to, as it is printed. */
const printedRows = ({ rows }: PublishedTradeOffTable, of = '', isShown = true): ComparedNumber[] =>
  rows
    .filter(({ own }) => own)
    .flatMap(({ method, compressionRate, errorIncrease: increase }) => [
      ...(compressionRate === null
        ? []
        : [printedAlone(`${method}${of}: fewer weights`, compressionRate, { unit: 'times', digits: 1, ...(isShown ? main : {}) })]),
      ...(increase === null ? [] : [printedAlone(`${method}${of}: accuracy lost`, increase, { unit: 'points', ...(isShown ? main : {}) })]),
    ]);

const rateOf = ({ summary }: Ended): number => summary.compressionRate ?? Number.POSITIVE_INFINITY;
const accuracyOf = ({ summary }: Ended): number => summary.testAccuracy ?? 0;

interface Ours {
  readonly baseline: Setting;
  readonly others: readonly Setting[];
}

/** The penalised settings of a recorded run, with the plain one that they are compared with; null where it is not there. */
function oursOf(recorded: Recorded, name: string): Ours | null {
  const settings = settingsAmong(endedOf(recorded, name));
  const baseline = settings.find(({ alpha }) => alpha === 0);
  const others = settings.filter(({ alpha }) => alpha > 0);
  return baseline && others.length > 0 ? { baseline, others } : null;
}

/** Before its pruning, where it was pruned: plain training. */
const plainAccuracy = ({ summary }: Ended): number => summary.before?.testAccuracy ?? accuracyOf({ summary } as Ended);

const lostBy = ({ baseline }: Ours) => {
  const reference = medianOf(baseline, plainAccuracy);
  return (one: Ended): number => errorIncrease(reference, accuracyOf(one));
};

const rowsOf = (ours: Ours, where: string): ComparedNumber[] =>
  ours.others.flatMap((setting) => [
    {
      name: `${methodName(setting)}, α = ${settingNumber(setting.alpha)}${where}: fewer weights`,
      digits: 1,
      unit: 'times',
      published: null,
      ours: spreadOver(setting, rateOf),
      ...main,
    },
    {
      name: `${methodName(setting)}, α = ${settingNumber(setting.alpha)}${where}: accuracy lost`,
      digits: 2,
      unit: 'points',
      published: null,
      ours: spreadOver(setting, lostBy(ours)),
      ...main,
    },
  ]);

/** “R-L1 at α = 3e−4 keeps 1 weight of 21.4, 0.62 points below the 95.0 % of plain training”. */
function bestWords(ours: Ours, setting: Setting): string {
  const lost = medianOf(setting, lostBy(ours));
  return (
    `${methodName(setting)} at α = ${settingNumber(setting.alpha)} keeps 1 weight of ${cardNumber(medianOf(setting, rateOf), 1)}, ` +
    `${cardNumber(Math.abs(lost), 2)} points ${lost > 0 ? 'below' : 'above'} the ${percent(medianOf(ours.baseline, plainAccuracy))} of plain training`
  );
}

/** The setting that keeps fewest weights while no more than so many points are lost; null of none. */
const smallestWithin = (ours: Ours, points: number, settings = ours.others): Setting | null =>
  settings
    .filter((setting) => medianOf(setting, lostBy(ours)) <= points)
    .toSorted((a, b) => medianOf(b, rateOf) - medianOf(a, rateOf))[0] ?? null;

/** What is told of a smaller study, where the full one is not recorded. */
const QUICK_POINTS = 2;

function quickWords(recorded: Recorded, name: string, about: string): string {
  const ours = oursOf(recorded, name);
  const best = ours && (smallestWithin(ours, QUICK_POINTS) ?? ours.others[0]);
  return ours && best
    ? ` In the quick form, ${about}, ${bestWords(ours, best)} (${best.jobs.length === 1 ? 'one seed' : `medians of ${best.jobs.length} seeds`}).`
    : '';
}

/** Whether each of the paper's methods is at least as good here: as few weights at no more accuracy lost. */
function tradeOff(ours: Ours, table: PublishedTradeOffTable): Assessment {
  const compared = table.rows.flatMap((row) => {
    const own = ours.others.filter(({ method }) => row.own && method === row.id);
    if (own.length === 0 || row.compressionRate === null || row.errorIncrease === null) return [];
    return [
      {
        row,
        found: smallestWithin(ours, row.errorIncrease, own),
        nearest: leastBy(own, lostBy(ours))!,
        printed: row.compressionRate,
      },
    ];
  });
  const good = compared.filter(({ found, printed }) => found !== null && medianOf(found, rateOf) >= printed).length;
  const said = compared.map(({ row, found, nearest, printed }) =>
    found
      ? `${row.method} keeps 1 weight of ${cardNumber(medianOf(found, rateOf), 1)} here at no more than the printed loss of accuracy, printed 1 of ${printed}`
      : `${row.method} keeps 1 weight of ${cardNumber(medianOf(nearest, rateOf), 1)} here and loses ${cardNumber(medianOf(nearest, lostBy(ours)), 2)} points of accuracy, printed 1 of ${printed} and ${row.errorIncrease}`,
  );
  const seeds = Math.min(...ours.others.map(({ jobs }) => jobs.length));
  return {
    verdict: {
      kind: good === compared.length && good > 0 ? 'reproduced' : 'not-reproduced',
      text: `${said.join('; ')}.${seeds === 1 ? ' One seed says little: the accuracy of another differs by a tenth of a point or two.' : ''} The paper’s values of α, and how long it trains, are not printed.`,
    },
    numbers: [...printedRows(table), ...rowsOf(ours, '')],
  };
}

/** @param of the network, where a card has several */
const withQuick = (recorded: Recorded, quick: string, of = ''): ComparedNumber[] => {
  const ours = oursOf(recorded, quick);
  return ours ? rowsOf(ours, `${of}, quick form`) : [];
};

export const photosTable: Card<L0Published> = {
  id: 'l0-table-1',
  place: 'Table 1',
  title: 'Small photos: VGG-16 on CIFAR-10',
  claim:
    'A deep network of 15 million numbers recognises small photos as well, or better, with 1 weight of 82 (DRR) or 71 (R-L1); other methods of the literature reach at most 56.',
  recorded: [PHOTOS, PHOTOS_QUICK],
  preset: PHOTOS,
  quick: PHOTOS_QUICK,
  figures: ['error-increase'],
  control: 'The same network without a penalty (α = 0), pruned as far as that goes without harm.',
  instead: 'The preset takes a quarter of the channels, the quick form an eighth of them and 2,400 photos.',
  assess(recorded, published) {
    const table = tableOf(published, 'cifar-10', 'vgg-16');
    const ours = oursOf(recorded, PHOTOS);
    if (ours) return tradeOff(ours, table);
    return notYet(
      `The full study takes weeks of one core, and was not recorded: a computer with a graphics card can run it.${quickWords(recorded, PHOTOS_QUICK, 'an eighth of the channels and 2,400 photos')} That says nothing of the printed numbers.`,
      [...printedRows(table), ...withQuick(recorded, PHOTOS_QUICK)],
    );
  },
};

export const largePhotosTable: Card<L0Published> = {
  id: 'l0-table-2',
  place: 'Table 2',
  title: 'Large photos: ResNet-50 on ImageNet',
  claim: 'A network for a thousand kinds of photos keeps 1 weight of 8 with DRR and then errs less often than before.',
  recorded: [PHOTOS_QUICK],
  preset: PHOTOS,
  quick: PHOTOS_QUICK,
  figures: [],
  control: null,
  instead: 'VGG-16 on CIFAR-10, with an eighth of its channels and 2,400 photos.',
  assess(recorded, published) {
    const table = tableOf(published, 'imagenet', 'resnet-50');
    return {
      verdict: {
        kind: 'cannot-run-here',
        text: `ImageNet has 1.28 million photos, some 140 GB, which nobody may hand on, and ResNet-50 has 25 million numbers.${quickWords(recorded, PHOTOS_QUICK, 'VGG-16 with an eighth of its channels on 2,400 small photos')}`,
      },
      numbers: [...printedRows(table), ...withQuick(recorded, PHOTOS_QUICK)],
    };
  },
};

export const digitsTable: Card<L0Published> = {
  id: 'l0-table-6',
  place: 'Table 6',
  title: 'Digits: LeNet-300-100 and LeNet-5 on MNIST',
  claim:
    'Two small networks read digits with 1 weight of 92 and of 342 (DRR) at 0.16 points less accuracy, R-L1 with 1 of 68 and of 246: as good as the best of the literature.',
  recorded: [DIGITS, DIGITS_QUICK],
  preset: DIGITS,
  quick: DIGITS_QUICK,
  figures: ['error-increase'],
  control: 'The same network without a penalty (α = 0), pruned as far as that goes without harm.',
  instead: null,
  assess(recorded, published) {
    const table = tableOf(published, 'mnist', 'lenet-300-100');
    const ours = oursOf(recorded, DIGITS);
    const second = printedRows(tableOf(published, 'mnist', 'lenet-5'), ', LeNet-5', false);
    if (ours) {
      const { verdict, numbers } = tradeOff(ours, table);
      return { verdict, numbers: [...numbers, ...second] };
    }
    return notYet(
      `The full study takes a night of one core, its convolutional half weeks, and was not recorded.${quickWords(recorded, DIGITS_QUICK, '10,000 images and 28 epochs')} That says nothing of the printed numbers, which want ten times the epochs.`,
      [...printedRows(table), ...withQuick(recorded, DIGITS_QUICK), ...second],
    );
  },
};

/** The second network of a table of which the first is compared, and all networks of figure 8. */
export const tradeOffCurves: Card<L0Published> = {
  id: 'l0-figure-8',
  place: 'Figure 8',
  title: 'Accuracy lost against compression, three networks',
  claim:
    'Along α the accuracy stays until most weights are gone and then falls: R-L1 and DRR get farther before it falls than PMMP and FPP do.',
  recorded: [DIGITS, DIGITS_QUICK, PHOTOS_QUICK],
  preset: DIGITS,
  quick: DIGITS_QUICK,
  figures: ['error-increase'],
  control: 'The same network without a penalty (α = 0).',
  instead: null,
  assess(recorded) {
    const digits = quickWords(recorded, DIGITS_QUICK, 'LeNet-300-100 on 10,000 digits');
    const photos = quickWords(recorded, PHOTOS_QUICK, 'VGG-16 with an eighth of its channels');
    return notYet(
      `Missing are recorded sweeps of the three networks with all four methods, which take weeks of one core.${digits}${photos} PMMP and FPP are not among them.`,
      [...withQuick(recorded, DIGITS_QUICK, ', LeNet-300-100'), ...withQuick(recorded, PHOTOS_QUICK, ', VGG-16')],
    );
  },
};

export const frontierCurves: Card<L0Published> = {
  id: 'l0-figure-3',
  place: 'Figure 3',
  title: 'Does a little weight decay help?',
  claim: 'An ℓ2 penalty ρ beside DRR moves the frontier of accuracy against compression outwards: the largest ρ of three is the best.',
  recorded: [],
  preset: 'l0-cifar-mlp',
  quick: 'l0-cifar-mlp-quick',
  figures: ['frontier'],
  control: 'The runs with ρ = 0.',
  instead: null,
  assess: () => notYet('Nothing was recorded: the study has 54 jobs of 2.1 million numbers, three days of one core.'),
};

import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

const bytes = (value: number, n: Numbers): string => (value < 9950 ? `${n.whole(value)} bytes` : `${n.about(value / 1000)} kB`);
const short = (value: number, n: Numbers): string => (value < 1000 ? `${n.whole(value)} B` : `${n.about(value / 1000, 2)} kB`);

const messages = ['the labels alone', 'the whole network and its mistakes', 'the best pruned network and its mistakes'];

export const en = {
  title: 'What is a network worth?',
  teaser: 'What is the shortest way to send 10,000 labels?',
  question: [
    'You have 10,000 pictures of digits, and so has a friend. The friend lacks the labels: which picture is a 0, which a 7? You can send the *labels* as they are. Or you train a *network* on them and send that: your friend lets it read the pictures, and you only add what it gets *wrong*.',
    'A network that explains its data well needs few corrections. But it has to be sent as well: every weight is bytes.',
  ],
  ask: 'Which message is the shortest, which the longest? Put them in order.',
  measure: 'bytes of the message',
  places: messages,
  value: (value: number, n: Numbers) => bytes(value, n),
  exact: (value: number, n: Numbers) => `${n.whole(value)} bytes`,
  tick: (value: number, n: Numbers) => short(value, n),
  run: 'Trains LeNet-300-100 in this browser, whole and with 90 to 99.8% of its weights thrown away, with two seeds.',
  source: 'LeNet-300-100, the smallest of several codes for its weights, and 10,000 labels of MNIST',
  legend: 'mean over the seeds',
  chart: {
    title: 'Pruned further and further',
    subtitle: 'network and mistakes, bytes (log)',
    x: ['90%', '98%', '99.5%', '99.8%'],
    line: 'network and mistakes',
    labels: 'labels alone',
  },
  finding: ({ whole, best, labels, paysFrom }: { whole: Place; best: Place; labels: Place; paysFrom: number | null }, n: Numbers) =>
    `The labels take ${bytes(labels.value, n)}, the whole network ${bytes(whole.value, n)}, the best pruned one ${bytes(best.value, n)}.${paysFrom === null ? '' : ` A network pays when it explains more: here from about ${n.about(paysFrom, 2)} labels on.`}`,
  check: {
    close: (a: number, b: number) =>
      `“${messages[a]}” and “${messages[b]}” are so near to each other that these seeds cannot say which is shorter.`,
    seen: (order: readonly number[], paysFrom: number | null, n: Numbers) =>
      `Shortest first: ${order.map((thing) => messages[thing]).join('; then ')}.${paysFrom === null ? '' : ` What a network costs is paid once, what it saves grows with every label: with 98% thrown away it would be shorter than the labels from about ${n.about(paysFrom, 2)} of them on.`}`,
    right: 'You had the order right.',
    first: (said: number, first: number) => `You said that “${messages[said]}” is the shortest; it is “${messages[first]}”.`,
    last: (order: readonly number[]) => `You had the shortest right, but “${messages[order[1]]}” comes before “${messages[order[2]]}”.`,
  },
  sentence: { ask: 'When is a network worth its bytes?', begin: 'It is worth them when …' },
  teacher: [
    'Most put the network first: it gets nearly everything right, so there is little to correct. Ask how many bytes 266,610 numbers of four bytes are.',
    'This is the idea of minimum description length: a model is good if model and corrections together are short. Accuracy alone does not see the first part.',
    'The shortest pruned message is that of a network which has nearly forgotten how to read: the fewer the data, the simpler the best model. Let the class find in the second drawing where mistakes begin to cost.',
    'For a longer lesson: open the runs in the lab, press a trained network, and prune it by hand while the total is shown.',
  ],
} satisfies LessonWords & Record<string, unknown>;
